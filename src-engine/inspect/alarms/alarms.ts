import type { Alarm, AlarmInput } from './alarm.ts'
import { deadRelu } from './dead-relu.ts'
import { explodingGradient } from './exploding-gradient.ts'
import { lossDiverging } from './loss-diverging.ts'
import { noLearning } from './no-learning.ts'
import { overfitting } from './overfitting.ts'
import { vanishingGradient } from './vanishing-gradient.ts'

export { newAlarms, type Alarm, type AlarmInput } from './alarm.ts'

/** Everything that is wrong with a run behind its newest epoch; `newAlarms` says what of it is new. */
export function alarmsOf(input: AlarmInput): Alarm[] {
  return [lossDiverging, noLearning, overfitting, deadRelu, vanishingGradient, explodingGradient].flatMap((judge) =>
    judge(input),
  )
}
