/** From so many runs on the same data on, whose test result was looked at, it is said what that does. */
export const MANY_LOOKS = 3

export const manyLooks = (looks: number): string =>
  `This is the test result of ${looks} runs on the same data that was looked at. ` +
  'Choose between runs by their validation result and keep the test for the end: ' +
  'the best of many test results is too good by luck.'
