import type { EpochResult, TrainerState } from '../../src-engine/train/trainer.ts'
import type { CheckpointRecord } from '../storage/repositories/checkpoints.ts'
import { bytesOf } from './bytes.ts'

/** Why the epochs of a run are over although its last one was not reached. */
type Ended = EpochResult['end']

interface StoredState extends Omit<TrainerState, 'weights' | 'optimizer'> {
  readonly ended?: Ended
}

/**
 * A trainer's state as it is stored: numbers of the network as bytes, the rest as JSON, which keeps every bit of a float64.
 * @param ended set when early stopping wanted no further epoch, so that a run found dead behind it does not train on
 */
export function checkpointOf({ weights, optimizer, ...rest }: TrainerState, ended: Ended = null): CheckpointRecord {
  const { epoch, step } = rest
  const state = JSON.stringify({ ...rest, ...(ended && { ended }) } satisfies StoredState)
  return { epoch, step, weights: bytesOf(weights), optimizer: bytesOf(optimizer), state }
}

/**
 * A trainer's state from what was stored.
 * @param optimizerLength numbers in the state of the optimiser that goes on; one without any, or of another optimiser, is 0
 */
export function stateOf(
  { epoch, step, weights, optimizer, state }: CheckpointRecord,
  optimizerLength: number,
): { readonly state: TrainerState; readonly ended: Ended } {
  const { ended = null, ...rest } = state
    ? (JSON.parse(state) as StoredState)
    : { epoch, step, lossSum: 0, correct: 0, watch: null }
  const fits = optimizer?.byteLength === optimizerLength * Float32Array.BYTES_PER_ELEMENT
  return {
    state: {
      ...rest,
      weights: floatsOf(weights),
      optimizer: optimizer && fits ? floatsOf(optimizer) : new Float32Array(optimizerLength),
    },
    ended,
  }
}

/** A copy, because a view of float32 must begin at a multiple of four. */
const floatsOf = (bytes: Uint8Array): Float32Array => new Float32Array(new Uint8Array(bytes).buffer)
