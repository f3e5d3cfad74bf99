import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { FlatValue } from './flatten.js';
import type { SummaryValue } from './tfevents.js';

/** Metrics that TensorBoard lists beside the hyper-parameters; those a run lacks stay empty. */
const METRICS = [
  'hp_metric',
  'valid/loss',
  'valid/recon_smth',
  'valid/bps',
  'valid/co_bps',
  'valid/r2',
];

/** tensorboard.hparams.DataType. */
const DATA_TYPE = { string: 1, boolean: 2, number: 3 } as const;
const STATUS = { success: 1, failure: 2 } as const;

type Parameters = ReadonlyMap<string, FlatValue>;

/** Of HParamsPluginData: experiment = 2, session_start_info = 3, session_end_info = 4. */
const summary =
  (tag: string, field: number, write: (message: BinaryWriter) => void): SummaryValue =>
  (value) => {
    const content = new BinaryWriter().tag(field, WireType.LengthDelimited).fork();
    write(content);
    value.tag(1, WireType.LengthDelimited).string(`_hparams_/${tag}`);
    // tensor = 8 { dtype = 1: DT_FLOAT, tensor_shape = 2 { dim = 2 {} } }: an empty one
    value.tag(8, WireType.LengthDelimited).fork().tag(1, WireType.Varint).int32(1);
    value.tag(2, WireType.LengthDelimited).fork().tag(2, WireType.LengthDelimited).fork();
    value.join().join().join();
    // metadata = 9 { plugin_data = 1 { plugin_name = 1, content = 2 } }
    value.tag(9, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).fork();
    value.tag(1, WireType.LengthDelimited).string('hparams');
    value.tag(2, WireType.LengthDelimited).bytes(content.join().finish());
    value.join().join();
  };

/** Experiment: time_created_secs = 3, hparam_infos = 4 { name = 1, type = 4 }, metric_infos = 5 { name = 1 { tag = 2 } }. */
export const experiment = (parameters: Parameters, time: number) =>
  summary('experiment', 2, (message) => {
    message.tag(3, WireType.Bit64).double(time);
    for (const [name, value] of parameters) {
      message.tag(4, WireType.LengthDelimited).fork();
      message.tag(1, WireType.LengthDelimited).string(name);
      message.tag(4, WireType.Varint).int32(DATA_TYPE[typeof value as keyof typeof DATA_TYPE]);
      message.join();
    }
    for (const name of METRICS) {
      message.tag(5, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).fork();
      message.tag(2, WireType.LengthDelimited).string(name);
      message.join().join();
    }
  });

/** SessionStartInfo: hparams = 1 (map to google.protobuf.Value), start_time_secs = 5. */
export const sessionStart = (parameters: Parameters, time: number) =>
  summary('session_start_info', 3, (message) => {
    for (const [name, value] of parameters) {
      message.tag(1, WireType.LengthDelimited).fork();
      message.tag(1, WireType.LengthDelimited).string(name);
      message.tag(2, WireType.LengthDelimited).fork();
      if (typeof value === 'number') message.tag(2, WireType.Bit64).double(value);
      else if (typeof value === 'boolean') message.tag(4, WireType.Varint).bool(value);
      else message.tag(3, WireType.LengthDelimited).string(value);
      message.join().join();
    }
    message.tag(5, WireType.Bit64).double(time);
  });

/** SessionEndInfo: status = 1, end_time_secs = 2. */
export const sessionEnd = (succeeded: boolean, time: number) =>
  summary('session_end_info', 4, (message) => {
    message.tag(1, WireType.Varint).int32(succeeded ? STATUS.success : STATUS.failure);
    message.tag(2, WireType.Bit64).double(time);
  });
