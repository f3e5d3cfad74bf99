import { describe, expect, it } from 'vitest';
import type { SessionInfo } from '../contracts/index.js';
import { FanInLinear } from '../readins/index.js';
import { smallModel } from '../test-support/small-model.js';

const data: SessionInfo = {
  name: 'session',
  path: '/data/session.h5',
  encodSteps: 6,
  encodChannels: 4,
  reconSteps: 6,
  reconChannels: 4,
  extInputDim: 0,
  trials: { train: 3 },
};

const messageOf = (build: () => unknown): string => {
  try {
    build();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('building a model', () => {
  it('accepts data that fit', () => {
    expect(messageOf(() => smallModel().build(0, [data]))).toBe('');
  });

  it('names key, file and axis of everything that does not fit', () => {
    const other = { ...data, encodSteps: 9, encodChannels: 5, reconChannels: 8, extInputDim: 2 };
    const message = messageOf(() => smallModel().build(0, [other]));
    expect(message).toContain(
      'model.encod_seq_len is 6, but /data/session.h5, encod_data: axis 1 (time) is 9',
    );
    expect(message).toContain('model.encod_data_dim is 4');
    expect(message).toContain('model.readout.0.out_features is 4');
    expect(message).toContain('model.ext_input_dim is 0');
    expect(message).not.toContain('recon_seq_len');
  });

  it('wants one read-in, read-out and reconstruction a session', () => {
    const message = messageOf(() => smallModel().build(0, [data, data]));
    expect(message).toContain('model.readin has 1 part(s), for 2 session(s)');
  });

  it('compares parts with the scalars without any data', () => {
    const readout = [new FanInLinear({ inFeatures: 9, outFeatures: 4 })];
    expect(messageOf(() => smallModel({ parts: { readout } }))).toContain(
      'model.readout.0.in_features is 9, but model.fac_dim is 3',
    );
    expect(messageOf(() => smallModel({ scalars: { variational: false } }))).toContain(
      'must be Null',
    );
    expect(messageOf(() => smallModel({ scalars: { ic_enc_seq_len: 6 } }))).toContain(
      'ic_enc_seq_len',
    );
    expect(messageOf(() => smallModel({ scalars: { recon_seq_len: 5 } }))).toContain(
      'recon_seq_len',
    );
  });
});
