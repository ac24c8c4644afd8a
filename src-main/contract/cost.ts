import * as z from 'zod'
import { Count } from './common.ts'
import { ErrorEnvelope } from './errors.ts'

/** How fast a run would train. */
const Speed = z.object({
  /** With the validation at its end. */
  secondsPerEpoch: z.number(),
  /** Training examples. */
  samplesPerSecond: z.number(),
  /** False: reckoned from the operations of its network and the speed of another one. */
  isMeasured: z.boolean(),
})

/** What a run would take, found out without starting it. */
export const RunCost = z.object({
  parameters: Count,
  /** The model with everything that a training step needs. */
  memoryBytes: Count,
  /** Most that a model can have here: the machine's memory, and never more than 32 bits can address. */
  machineMemoryBytes: Count,
  /** Why it cannot be started: it needs more memory than that. `details.batchSize` is the largest half of its batch that fits, or null. */
  refusal: ErrorEnvelope.nullable(),
  /** Null while it cannot be measured: another run trains, or another question came between. */
  probe: Speed.nullable(),
  /** All epochs, and the measuring of the splits at the end. */
  totalSeconds: z.number().nullable(),
})
export type RunCost = z.infer<typeof RunCost>
