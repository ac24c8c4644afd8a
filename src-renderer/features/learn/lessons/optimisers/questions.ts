import { descend, FIELDS, race } from '../../../../../src-engine/lessons/optimisers/race.ts'
import { SURFACES, type Surface } from '../../../../../src-engine/lessons/optimisers/surfaces.ts'
import { OptimizerSpec } from '../../../../../src-engine/spec/optimizer.ts'

/** The first step of every optimiser in the ravine, by name. */
export function firstSteps() {
  const course = race({ surface: 'ravine' })
  course.next()
  return new Map(course.next().value.runners.map((runner) => [runner.name, runner]))
}

/** A slope that is 1 everywhere. */
const SLOPE: Surface = { ...SURFACES.bowl, formula: 'x', value: (x) => x, gradient: () => [1, 0] }

/** What steps of Adagrad with a rate of 1 measure on an even slope. */
export function adagradSteps(count: number): number[] {
  const spec = OptimizerSpec.parse({ ...FIELDS.bowl.Adagrad, learningRate: 1 })
  const run = descend(spec, SLOPE, Float64Array.of(0, 0))
  return Array.from({ length: count + 1 }, () => run.next().value.step[0]).slice(1)
}

/** After how many steps each optimiser has left the saddle: its y is beyond one half. */
export function leavesSaddle(most: number): Map<string, number> {
  const course = race({ surface: 'saddle' })
  const left = new Map<string, number>()
  for (let step = 0; step <= most; step++)
    for (const { name, theta } of course.next().value.runners)
      if (theta[1] > 0.5 && !left.has(name)) left.set(name, step)
  return left
}
