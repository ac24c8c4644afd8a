import { DataSpec } from './data.ts'
import { RunConfig } from './config.ts'
import { presetNetwork } from './presets.ts'
import { setPath } from './set-path.ts'

export interface ConfigRequest {
  /** Id of the data set. */
  readonly source: string
  readonly classes: number
  readonly preset: string
  /** What a file or a form says; `network` replaces the preset's. */
  readonly given?: { readonly data?: object; readonly network?: object; readonly training?: object }
  /** Single values by path, set last. */
  readonly set?: readonly (readonly [path: string, value: unknown])[]
}

/**
 * The full config of a run: the preset's network fitted to the prepared pictures, then whatever was given or set.
 * @throws {ZodError} for values that do not fit, {RangeError} for an unknown preset or an impossible path
 */
export function presetConfig({ source, classes, preset, given = {}, set = [] }: ConfigRequest): RunConfig {
  const draft = JSON.parse(JSON.stringify({ ...given, data: { ...given.data, source } })) as Record<string, unknown>
  const apply = (): void => set.forEach(([path, value]) => setPath(draft, path, value))
  // The picture size decides the network's input, so the data's settings have to be known before the network is made.
  const networkGiven = draft.network !== undefined
  apply()
  const data = DataSpec.parse(draft.data)
  if (!networkGiven) {
    const input = [...data.prepare.size, data.prepare.channels === 'rgb' ? 3 : 1]
    draft.network = presetNetwork(preset, input, classes)
    apply()
  }
  return RunConfig.parse(draft)
}
