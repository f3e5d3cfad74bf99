import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** A value as Weights & Biases stores it: NaN and infinities, which JSON lacks, as text. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, inner: unknown) =>
    typeof inner === 'number' && !Number.isFinite(inner) ? String(inner) : inner,
  );

type Values = Readonly<Record<string, unknown>>;

const text = (writer: BinaryWriter, field: number, value: string | undefined): BinaryWriter =>
  value === undefined ? writer : writer.tag(field, WireType.LengthDelimited).string(value);

/** Items { key = 1, value_json = 16 } in a repeated field. */
function items(writer: BinaryWriter, field: number, values: Values): BinaryWriter {
  for (const [key, value] of Object.entries(values)) {
    writer.tag(field, WireType.LengthDelimited).fork();
    text(text(writer, 1, key), 16, toJson(value)).join();
  }
  return writer;
}

/** Writes one kind of record into its field of wandb_internal.Record. */
export interface RecordBody {
  field: number;
  write(message: BinaryWriter): void;
}

/** wandb_internal.Record: num = 1, and one body. */
export function encodeWandbRecord(number: number, { field, write }: RecordBody): Uint8Array {
  const record = new BinaryWriter().tag(1, WireType.Varint).int64(number);
  record.tag(field, WireType.LengthDelimited).fork();
  write(record);
  return record.join().finish();
}

/** HeaderRecord { version_info = 1 { producer = 1, min_consumer = 2 } }. */
export const header: RecordBody = {
  field: 21,
  write: (message) => {
    message.tag(1, WireType.LengthDelimited).fork();
    text(text(message, 1, '0.18.0'), 2, '0.0.1').join();
  },
};

export interface WandbRun {
  id: string;
  project: string;
  config: Values;
  host: string;
  /** Seconds since 1970. */
  startTime: number;
  resumed: boolean;
  name?: string;
  entity?: string;
  group?: string;
  jobType?: string;
  notes?: string;
  tags: readonly string[];
}

/**
 * RunRecord: run_id = 1, entity = 2, project = 3, config = 4 { update = 1 }, run_group = 6, job_type = 7,
 * display_name = 8, notes = 9, tags = 10, host = 13, start_time = 17 { seconds = 1 }, resumed = 18.
 */
export const run = (info: WandbRun): RecordBody => ({
  field: 17,
  write: (message) => {
    text(message, 1, info.id);
    text(message, 2, info.entity);
    text(message, 3, info.project);
    items(message.tag(4, WireType.LengthDelimited).fork(), 1, info.config).join();
    text(message, 6, info.group);
    text(message, 7, info.jobType);
    text(message, 8, info.name);
    text(message, 9, info.notes);
    for (const tag of info.tags) text(message, 10, tag);
    text(message, 13, info.host);
    message.tag(17, WireType.LengthDelimited).fork();
    message.tag(1, WireType.Varint).int64(Math.floor(info.startTime)).join();
    message.tag(18, WireType.Varint).bool(info.resumed);
  },
});

/** HistoryRecord { item = 1, step = 2 { num = 1 } }: one row of metrics. */
export const history = (row: Values, step: number): RecordBody => ({
  field: 2,
  write: (message) => {
    items(message, 1, row).tag(2, WireType.LengthDelimited).fork();
    message.tag(1, WireType.Varint).int64(step).join();
  },
});

/** SummaryRecord { update = 1 }: the latest values. */
export const summary = (values: Values): RecordBody => ({
  field: 3,
  write: (message) => items(message, 1, values),
});

const AT_END = 1;
const FILE_TYPE = { wandb: 1, media: 2 } as const;

/** FilesRecord { files = 1 { path = 1, policy = 2, type = 3 } }: files to upload. */
export const files = (paths: readonly string[], type: keyof typeof FILE_TYPE): RecordBody => ({
  field: 6,
  write: (message) => {
    for (const path of paths) {
      text(message.tag(1, WireType.LengthDelimited).fork(), 1, path);
      message.tag(2, WireType.Varint).int32(AT_END);
      message.tag(3, WireType.Varint).int32(FILE_TYPE[type]).join();
    }
  },
});

/** RunExitRecord { exit_code = 1, runtime = 2 (seconds) }. */
export const exit = (succeeded: boolean, runtime: number): RecordBody => ({
  field: 18,
  write: (message) => {
    message.tag(1, WireType.Varint).int32(succeeded ? 0 : 1);
    message.tag(2, WireType.Varint).int32(Math.floor(runtime));
  },
});
