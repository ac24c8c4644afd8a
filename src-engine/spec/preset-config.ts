import { RunConfig } from './config.ts'
import { DataSpec, inputShape, type PrepareSpec, type TableSpec, type Task } from './data.ts'
import { presetNetwork } from './presets.ts'
import { presetRecipe } from './recipe.ts'
import { setPath } from './set-path.ts'
import { TrainingSpec } from './training.ts'

export interface ConfigRequest {
  /** Id of the data set. */
  readonly source: string
  /** Columns of a table; absent for pictures, whose preparation says what shape they have. */
  readonly columns?: number | undefined
  /** By default a classification. */
  readonly task?: Task
  readonly classes: number
  readonly preset: string
  /** Examples to train on; the preset's recipe depends on it. */
  readonly trainCount: number
  /** How the pictures were prepared; the recipe may scale the same pictures otherwise. */
  readonly prepare?: Partial<PrepareSpec> | null
  /** How the columns become inputs; null: as they are. */
  readonly table?: TableSpec | null
  /** What a file or a form says; `network` replaces the preset's. */
  readonly given?: {
    readonly data?: {
      readonly prepare?: object | null
      readonly table?: object | null
      readonly [key: string]: unknown
    }
    readonly network?: object
    readonly training?: object
  }
  /** Single values by path, set last. */
  readonly set?: readonly (readonly [path: string, value: unknown])[]
}

/**
 * The full config of a run: the preset's network fitted to the prepared pictures, then whatever was given or set.
 * @throws {ZodError} for values that do not fit, {RangeError} for an unknown preset or an impossible path
 */
export function presetConfig({
  source,
  columns,
  task = 'classification',
  classes,
  preset,
  trainCount,
  prepare = {},
  table = null,
  given = {},
  set = [],
}: ConfigRequest): RunConfig {
  const { data, training, network, ...others } = given
  // A kind comes before the settings that it brings with it.
  const ordered = [
    ...set.filter(([path]) => path.endsWith('.type')),
    ...set.filter(([path]) => !path.endsWith('.type')),
  ]
  const apply = (draft: Record<string, unknown>, belongs: (path: string) => boolean): void => {
    for (const [path, value] of ordered) if (belongs(path)) setPath(draft, path, value)
  }
  const ofData = (path: string): boolean => /^data\b/.test(path)
  const ofNetwork = (path: string): boolean => /^network\b/.test(path)

  // The picture size decides the network's input and with it the recipe, so both are made from what was set. Values are
  // set in complete settings, so that a path reaches what nobody has written down yet.
  const draftData = (scale: Partial<PrepareSpec>): DataSpec => {
    const prepared = columns === undefined ? { ...prepare, ...scale, ...data?.prepare } : null
    const scaled = columns === undefined ? null : data?.table === undefined ? table : data.table
    const draft = { data: DataSpec.parse({ ...data, source, prepare: prepared, table: scaled }) }
    apply(draft, ofData)
    const parsed = DataSpec.parse(draft.data)
    refuseOtherKind([parsed.prepare, data?.prepare], [parsed.table, data?.table])
    return parsed
  }
  function refuseOtherKind(prepared: readonly unknown[], scaled: readonly unknown[]): void {
    const isGiven = (one: unknown): boolean => one !== null && one !== undefined
    if (columns !== undefined && prepared.some(isGiven))
      throw new RangeError('A table is not prepared: leave data.prepare out, or null.')
    if (columns === undefined && prepared.includes(null))
      throw new RangeError('Pictures need a preparation: leave data.prepare out, or give it a size.')
    if (columns === undefined && scaled.some(isGiven))
      throw new RangeError('Pictures have no columns to scale: leave data.table out, or null.')
  }
  const input = inputShape(draftData({}).prepare, columns)
  const { training: recipe, scale } = presetRecipe(preset, trainCount, input, task)
  const draft: Record<string, unknown> = {
    ...others,
    data: draftData(scale ? { scale } : {}),
    training: TrainingSpec.parse({ ...recipe, ...training }),
  }
  apply(draft, (path) => !ofData(path) && !ofNetwork(path))
  draft.network = network ? copyOf(network) : presetNetwork(preset, input, classes, task)
  apply(draft, ofNetwork)
  return RunConfig.parse(draft)
}

function copyOf(network: object): unknown {
  try {
    return JSON.parse(JSON.stringify(network))
  } catch (cause) {
    throw new RangeError('The network is nested too deeply.', { cause })
  }
}
