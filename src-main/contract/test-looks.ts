import type { GlassboxApi } from './api.ts'

/** From so many runs on the same data on, whose test result was looked at, it is said what that does. */
export const MANY_LOOKS = 3

export const manyLooks = (looks: number): string =>
  `This is the test result of ${looks} runs on the same data that was looked at. ` +
  'Choose between runs by their validation result and keep the test for the end: ' +
  'the best of many test results is too good by luck.'

/**
 * Notes that the test results of some runs were looked at.
 * @returns of how many runs on the same data they were by now; 0 where that cannot be written: it is only a reminder
 */
export async function noteLooks(api: Pick<GlassboxApi, 'invoke'>, ids: readonly string[]): Promise<number> {
  const told = await Promise.all(ids.map((id) => api.invoke('runs/look', { id }).catch(() => ({ looks: 0 }))))
  return Math.max(0, ...told.map(({ looks }) => looks))
}
