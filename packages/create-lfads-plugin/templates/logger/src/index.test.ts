import { conformance } from '@lfads/testkit';
import { test } from 'vitest';
import plugin from './index.js';

conformance({ plugin, target: 'lfads-plugin-template/TemplatePart', test });
