import * as z from 'zod'

/** In the first `warmupSteps` steps t = 1, 2, … the rate is multiplied by t / warmupSteps, under every schedule. */
const warmup = { warmupSteps: z.int().min(0).max(1_000_000).default(0) }
const Epochs = z.number().positive().max(1_000_000)
const Rate = z.number().min(0).max(100)

/**
 * The learning rate over time; t is the number of epochs passed, with fractions inside an epoch.
 * constant: η. step: η · drop^⌊t / every⌋. exponential: η · e^(−decay·t). inverseTime: η / (1 + decay·t).
 * cosine: η · ½(1 + cos(π·t / epochs)), 0 behind its end; over the whole run unless `epochs` says otherwise
 * (Loshchilov and Hutter 2017, without restarts).
 */
export const ScheduleSpec = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('constant'), ...warmup }),
  z.strictObject({
    type: z.literal('step'),
    drop: z.number().positive().max(1).default(0.5),
    every: Epochs.default(10),
    ...warmup,
  }),
  z.strictObject({ type: z.literal('exponential'), decay: Rate.default(0.05), ...warmup }),
  z.strictObject({ type: z.literal('inverseTime'), decay: Rate.default(0.05), ...warmup }),
  z.strictObject({ type: z.literal('cosine'), epochs: Epochs.optional(), ...warmup }),
])
export type ScheduleSpec = z.infer<typeof ScheduleSpec>
