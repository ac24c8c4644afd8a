import { UnsupportedMachineError } from '../../src-engine/kernels/loader.ts'
import { MemoryError } from '../../src-engine/plan/model.ts'
import { SpecError } from '../../src-engine/spec/shapes.ts'
import { NonFiniteLossError } from '../../src-engine/train/trainer.ts'
import { GlassboxError, toEnvelope, type ErrorEnvelope } from '../contract/errors.ts'

/** What the engine does; its errors come with a code and a next step. */
export function withCodes<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw GlassboxError.fromEnvelope(engineEnvelope(error))
  }
}

/** The engine's own errors with a code and a next step; any other as it is. */
export function engineEnvelope(error: unknown): ErrorEnvelope {
  if (error instanceof NonFiniteLossError)
    return toEnvelope(
      new GlassboxError(
        'run/loss-not-finite',
        `The loss stopped being a number in epoch ${error.epoch}, step ${error.step}.`,
        {
          hint: 'Use a smaller learning rate: a tenth of this one is a good next try.',
          details: { epoch: error.epoch, step: error.step },
        },
      ),
    )
  if (error instanceof SpecError)
    return toEnvelope(
      new GlassboxError('run/spec-invalid', error.message, { hint: error.hint, details: { path: error.path } }),
    )
  if (error instanceof MemoryError)
    return toEnvelope(
      new GlassboxError('run/out-of-memory', error.message, {
        hint: 'Use a smaller batch or smaller pictures, or fewer filters and units.',
        details: { bytes: error.bytes },
      }),
    )
  if (error instanceof UnsupportedMachineError)
    return toEnvelope(
      new GlassboxError('run/unsupported-machine', error.message, {
        hint: 'Install Glassbox again; if that does not help, use a computer whose processor has SIMD.',
      }),
    )
  return toEnvelope(error)
}
