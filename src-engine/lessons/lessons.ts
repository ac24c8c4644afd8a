import type { Descent } from '../reference/descent.ts'
import { activations } from './activations/activations.ts'
import { cheese } from './cheese.ts'
import { costs } from './costs.ts'
import { forwardPass } from './forward.ts'
import { gates } from './gates/gates.ts'
import { xorInfeasible } from './gates/xor-infeasible.ts'
import { gradcheckByHand } from './gradcheck/by-hand.ts'
import { manVersusChickenByHand } from './man-vs-chicken/man-vs-chicken.ts'
import { mazur, mazurTrainedPrints } from './mazur/mazur.ts'
import { ng } from './ng.ts'
import { optimisers } from './optimisers/optimisers.ts'
import { digits } from './pictures/digits.ts'
import { pictures8x8 } from './pictures/pictures-8x8.ts'
import { softmaxLesson } from './softmax.ts'
import { update } from './update/update.ts'
import { kerasXor } from './xor/keras-xor.ts'
import { sklearnXor } from './xor/sklearn-xor.ts'
import { zeroInit } from './zero-init/zero-init.ts'

/** What can be chosen without a page; what is left out is as printed. */
export interface LessonOptions {
  readonly steps?: number
  readonly order?: Descent['order']
  readonly seeds?: number
}

export interface Lesson {
  readonly name: string
  /** One line. */
  readonly about: string
  readonly takes: readonly (keyof LessonOptions)[]
  /** Numbers, texts, lists and records of them, with the keys of docs/lessons.md. */
  readonly numbers: (options: LessonOptions) => object
}

const STEPS = ['steps', 'order'] as const

/** Every lesson in the order of the Learn view. */
export const LESSONS: readonly Lesson[] = [
  fixed('cheese', 'one unit decides whether to go to the cheese festival, twice', cheese),
  fixed('gates', 'AND, OR, NOT and NAND, and all 16 functions of two inputs', gates),
  fixed('xor-infeasible', 'why no line does XOR, and how OR and NAND do', xorInfeasible),
  fixed('activations', 'Σ and f: every activation and its slope, vanishing gradients, dead units', activations),
  fixed('softmax', 'softmax of logits, its slopes and its cross-entropy', softmaxLesson),
  fixed('forward', 'matrices, and a forward pass written with them', forwardPass),
  chosen('pictures-8x8', 'a picture of 8 × 8 pixels into 64 inputs, through 64-64-2', ['steps'], pictures8x8),
  fixed('costs', 'every cost on the same targets and answers', () => {
    const { vectors, ...rest } = costs()
    return { ...vectors, ...rest }
  }),
  chosen('man-vs-chicken', 'man versus chicken, 2-2-2, number by number', STEPS, (options) => {
    const { options: used, ...rest } = manVersusChickenByHand(options)
    return { ...used, ...rest }
  }),
  chosen('mazur', 'backpropagation step by step, 2-2-2, in either order of updates', STEPS, (options) => {
    const { options: used, ...rest } = mazur(options)
    return { ...used, ...rest, printed_checks: mazurTrainedPrints() }
  }),
  fixed('ng', 'backpropagation with the bias folded in, 3-3-3-1, over two examples', () => {
    const { options, ...rest } = ng()
    return { ...options, ...rest }
  }),
  fixed('gradcheck', 'a gradient against two points beside it, with every ε', () => {
    const { options, ...rest } = gradcheckByHand()
    return { parameter: options.parameter, ...rest }
  }),
  chosen('update', 'batch, online and mini-batch; rates too small, good and too large', ['steps'], update),
  chosen('optimisers', 'nineteen optimisers for three steps, and nine in a race', ['steps'], optimisers),
  fixed('zero-init', 'equal units stay equal; variances through depth', () => {
    const { runs, variances } = zeroInit()
    return { ...runs, variances }
  }),
  fixed('sklearn-xor', "XOR by scikit-learn's MLPClassifier, exactly", sklearnXor),
  chosen('keras-xor', 'XOR by three Keras models, and from many seeds', ['seeds'], kerasXor),
  fixed('digits', 'networks for digits: parameters, and the loss they begin with', digits),
]

function fixed(name: string, about: string, numbers: () => object): Lesson {
  return { name, about, takes: [], numbers: () => numbers() }
}

function chosen(
  name: string,
  about: string,
  takes: Lesson['takes'],
  numbers: (options: LessonOptions) => object,
): Lesson {
  return { name, about, takes, numbers }
}
