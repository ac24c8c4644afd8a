import * as z from 'zod'

/**
 * One entry per saved epoch in every array, NaN where nothing was measured: of a classification no `mae`, of a regression no
 * `accuracy`, without a validation split nothing of `val_…`.
 */
export const RunHistory = z.object({
  epoch: z.instanceof(Float64Array),
  seconds: z.instanceof(Float64Array),
  loss: z.instanceof(Float64Array),
  accuracy: z.instanceof(Float64Array),
  val_loss: z.instanceof(Float64Array),
  val_accuracy: z.instanceof(Float64Array),
  /** Mean absolute error, in the target's own unit. */
  mae: z.instanceof(Float64Array),
  val_mae: z.instanceof(Float64Array),
})
export type RunHistory = z.infer<typeof RunHistory>

/**
 * Curves as they can be drawn: where a point stands for several epochs, the least of them here (its first epoch) and the
 * most in `high` (its last epoch).
 */
export const CurvePoints = RunHistory.extend({ high: RunHistory.optional() })

/** A learning-rate range test: one entry per step. */
export const RateCurve = z.object({
  rate: z.instanceof(Float64Array),
  loss: z.instanceof(Float64Array),
  smoothed: z.instanceof(Float64Array),
  /** Null when no rate made the loss fall. */
  suggestion: z.number().nullable(),
})
export type RateCurve = z.infer<typeof RateCurve>
