import * as z from 'zod'
import { RunConfig } from '../../src-engine/spec/config.ts'
import { RunChanges } from '../../src-engine/spec/run-changes.ts'
import { PrepareSpec, SplitName, SplitShares, Task } from '../../src-engine/spec/data.ts'
import { ErrorEnvelope } from '../contract/errors.ts'
import {
  Alarm,
  EndReason,
  Environment,
  Id,
  LayerDiagnostics,
  LayoutChoice,
  PictureTrait,
  Receipt,
  RunKind,
  RunMetrics,
  RunStatus,
  TableChoice,
} from '../contract/types.ts'
import { LIMITS, type TableName } from './format.ts'
import { isInside, isOneLine } from './paths.ts'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const Count = z.int().min(0)
const Bytes = z.instanceof(Uint8Array)
/** Milliseconds since 1970. */
const Time = z.int().min(0).max(8.64e15)
const Seconds = z.number().min(0)

/** Names of folders may be 255 bytes long; whatever a person types is shorter. */
const Name = z.string().min(1).max(1000).refine(isOneLine, 'has control characters')
const Names = z.array(Name).min(1).max(65_536)
const Path = z.string().min(1).max(4096).refine(isInside, 'is no path inside a folder')

/** JSON that is not nested deeper than any of ours; what lies in it is checked by its schema. */
const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text, context): unknown => {
      if (depthOf(text) <= LIMITS.depth)
        try {
          return JSON.parse(text, refusePrototype)
        } catch {
          // told below
        }
      context.addIssue({ code: 'custom', message: 'is not the JSON that belongs here' })
      return z.NEVER
    })
    .pipe(schema)

/** No schema sees this key, and what copies properties one by one would set more than a property with it. */
function refusePrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('A prototype is no data.')
  return value
}

const Sparkline = z.strictObject({
  stride: z.int().min(1),
  count: Count,
  values: z.array(z.number().nullable()).max(1000),
})
/** How a folder or a file was read. */
const Reading = z.strictObject({
  layout: LayoutChoice.optional(),
  table: TableChoice.optional(),
  oneHot: z.array(z.tuple([Count, Count])).optional(),
  file: Path.optional(),
})
/** What a learning-rate finder gave beside its curve. */
const Result = z.strictObject({ suggestion: z.number().nullable() })

/** What a row of each table is when it is read; texts that hold JSON come out as what they mean. */
export const ROWS = {
  datasets: z.strictObject({
    id: Id,
    name: Name,
    folder: z.string().nullable(),
    content_sha256: Sha256,
    classes: json(Names),
    split: json(SplitShares),
    prepare: json(PrepareSpec.nullable()),
    files: json(z.array(z.strictObject({ path: Path, sha256: Sha256 })).max(10_000)).nullable(),
    columns: json(Names).nullable(),
    built_in: Name.nullable(),
    task: Task,
    reading: json(Reading).nullable(),
    version: z.int().min(1),
    created_at: Time,
  }),
  items: z.strictObject({
    dataset_id: Id,
    position: Count,
    path: Path,
    class_index: Count,
    split: SplitName,
    fixed_split: SplitName.nullable(),
    width: Count,
    height: Count,
    format: Name,
    bytes: Count,
    content_sha256: Sha256,
    tensor_sha256: Sha256,
    target: z.number().nullable(),
    perceptual_hash: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .nullable(),
    traits: json(z.array(PictureTrait).max(10)).nullable(),
  }),
  thumbnails: z.strictObject({ content_sha256: Sha256, webp: Bytes }),
  blobs: z.strictObject({
    sha256: Sha256,
    codec: z.enum(['raw', 'zstd']),
    size: Count.max(LIMITS.cells['blobs.bytes'] ?? 0),
    bytes: Bytes,
  }),
  runs: z.strictObject({
    id: Id,
    position: Count,
    name: Name,
    kind: RunKind,
    status: RunStatus,
    end_reason: EndReason.nullable(),
    dataset_id: Id,
    preset: Name.nullable(),
    config: json(RunConfig),
    classes: json(Names),
    parameter_count: Count,
    epochs: Count,
    epochs_done: Count,
    best_epoch: Count.nullable(),
    metrics: json(RunMetrics),
    samples_per_second: Seconds.nullable(),
    wall_seconds: Seconds,
    weights_sha256: Sha256.nullable(),
    error: json(ErrorEnvelope).nullable(),
    environment: json(Environment).nullable(),
    receipt: json(Receipt).nullable(),
    result: json(Result).nullable(),
    sparkline: json(Sparkline).nullable(),
    parent_run_id: Id.nullable(),
    parent_epoch: Count.nullable(),
    parent_step: Count,
    group_id: Id.nullable(),
    experiment: Name.max(200).nullable(),
    note: z.string().max(100_000),
    changes: json(RunChanges),
    created_at: Time,
    started_at: Time,
  }),
  run_tags: z.strictObject({ run_id: Id, tag: Name.max(60) }),
  alarms: z.strictObject({ run_id: Id, epoch: Count, position: Count, alarm: json(Alarm) }),
  diagnostics: z.strictObject({ run_id: Id, epoch: Count, layers: json(z.array(LayerDiagnostics).max(1000)) }),
  metric_chunks: z.strictObject({
    run_id: Id,
    series: z.string().regex(/^[a-z][a-zA-Z_]{0,39}$/),
    chunk: Count,
    count: z.int().min(1).max(1024),
    min: z.number().nullable(),
    max: z.number().nullable(),
    values: Bytes,
  }),
  checkpoints: z.strictObject({
    run_id: Id,
    epoch: Count,
    step: Count,
    weights_sha256: Sha256,
    optimizer_sha256: Sha256.nullable(),
    state: json(z.record(z.string(), z.unknown())).nullable(),
    pinned: z.int().min(0).max(1),
    created_at: Time,
  }),
} satisfies Record<TableName, z.ZodType>
export type BundleRow<T extends TableName> = z.output<(typeof ROWS)[T]>

/** How many brackets of a JSON text stand inside one another at most, brackets in texts aside. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let inText = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (inText) {
      if (character === '\\') at++
      else if (character === '"') inText = false
    } else if (character === '"') inText = true
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth)
    else if (character === '}' || character === ']') depth--
  }
  return deepest
}
