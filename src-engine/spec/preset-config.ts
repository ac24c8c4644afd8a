import { RunConfig } from './config.ts'
import { DataSpec } from './data.ts'
import { presetNetwork } from './presets.ts'
import { presetRecipe } from './recipe.ts'
import { setPath } from './set-path.ts'
import { TrainingSpec } from './training.ts'

export interface ConfigRequest {
  /** Id of the data set. */
  readonly source: string
  readonly classes: number
  readonly preset: string
  /** Examples to train on; the preset's recipe depends on it. */
  readonly trainCount: number
  /** What a file or a form says; `network` replaces the preset's. */
  readonly given?: { readonly data?: object; readonly network?: object; readonly training?: object }
  /** Single values by path, set last. */
  readonly set?: readonly (readonly [path: string, value: unknown])[]
}

/**
 * The full config of a run: the preset's network fitted to the prepared pictures, then whatever was given or set.
 * @throws {ZodError} for values that do not fit, {RangeError} for an unknown preset or an impossible path
 */
export function presetConfig({ source, classes, preset, trainCount, given = {}, set = [] }: ConfigRequest): RunConfig {
  const { epochs, batchSize, learningRate } = presetRecipe(preset, trainCount)
  // Values are set in complete settings, so that a path reaches what nobody has written down yet.
  const draft: Record<string, unknown> = {
    data: DataSpec.parse({ ...given.data, source }),
    training: TrainingSpec.parse({ epochs, batchSize, optimizer: { type: 'adam', learningRate }, ...given.training }),
  }
  // A kind comes before the settings that it brings with it.
  const ordered = [
    ...set.filter(([path]) => path.endsWith('.type')),
    ...set.filter(([path]) => !path.endsWith('.type')),
  ]
  const apply = (ofNetwork: boolean): void => {
    for (const [path, value] of ordered) if (/^network\b/.test(path) === ofNetwork) setPath(draft, path, value)
  }
  apply(false)
  // The picture size decides the network's input, so the network is made from what was set.
  const { size, channels } = DataSpec.parse(draft.data).prepare
  draft.network = given.network
    ? copyOf(given.network)
    : presetNetwork(preset, [...size, channels === 'rgb' ? 3 : 1], classes)
  apply(true)
  return RunConfig.parse(draft)
}

function copyOf(value: object): unknown {
  return JSON.parse(JSON.stringify(value))
}
