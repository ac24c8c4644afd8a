import type { RunConfig } from '../../src-engine/spec/config.ts'
import { presetNetwork } from '../../src-engine/spec/presets.ts'
import type { RunDetail } from '../../src-main/contract/types.ts'

type NamedNetwork = Pick<RunDetail, 'preset' | 'classes'> & { readonly config: Pick<RunConfig, 'network'> }

/** Whether the layers of a run are other ones than those of the preset it names, or it names none. */
export function isOwnNetwork({ preset, classes, config: { network } }: NamedNetwork): boolean {
  if (preset === null) return true
  try {
    return JSON.stringify(presetNetwork(preset, network.input, classes.length)) !== JSON.stringify(network)
  } catch (caught) {
    if (caught instanceof RangeError) return true
    throw caught
  }
}

/** The preset of a run, or "own network". */
export function networkName(run: NamedNetwork): string {
  return isOwnNetwork(run) ? 'own network' : (run.preset ?? '')
}
