import type { Component } from 'vue'
import type { Term } from './glossary.ts'

export interface Lesson {
  /** In addresses and on the command line. */
  readonly name: string
  readonly title: string
  /** What it is about, in a sentence. */
  readonly about: string
  /** The stage of the book's five that it belongs to; null before them and beside them. */
  readonly stage: string | null
  /** The ids of its tasks, in their order. */
  readonly tasks: readonly string[]
  /** Words that stand in its margin. */
  readonly words: readonly Term[]
  readonly page: () => Promise<{ readonly default: Component }>
}

/** In the order in which they build on each other. */
export const LESSONS: readonly Lesson[] = [
  {
    name: 'decision',
    title: 'A decision',
    about: 'Three reasons, three weights and a threshold: the smallest network there is.',
    stage: null,
    tasks: ['any-two', 'thirst-z', 'thirst-rule'],
    words: ['perceptron', 'weight', 'threshold', 'bias'],
    page: () => import('./lessons/decision/DecisionLesson.vue'),
  },
  {
    name: 'gates',
    title: 'Gates',
    about: 'One unit draws a line. Fourteen of sixteen functions need no more; XOR needs a second layer.',
    stage: null,
    tasks: ['and-table', 'drag-nand', 'separable', 'xor-hidden'],
    words: ['linearly separable', 'bias', 'hidden layer', 'one-hot'],
    page: () => import('./lessons/gates/GatesLesson.vue'),
  },
  {
    name: 'activations',
    title: 'Neurons and activations',
    about: 'A sum and a function: what bends it, what moves it, and what makes its slope vanish.',
    stage: null,
    tasks: ['z', 'bias', 'softmax', 'vanish', 'dead'],
    words: ['activation', 'bias', 'sigmoid', 'relu', 'softmax', 'gradient'],
    page: () => import('./lessons/activations/ActivationsLesson.vue'),
  },
  {
    name: 'forward',
    title: 'Forward pass',
    about: 'From two pixels to an answer, every product on the way; and from a picture to 64 inputs.',
    stage: 'Stage 1, forward propagation',
    tasks: ['sum', 'sigmoid', 'answer', 'pixel', 'weights'],
    words: ['forward pass', 'activation', 'sigmoid', 'hidden layer', 'one-hot'],
    page: () => import('./lessons/forward/ForwardLesson.vue'),
  },
  {
    name: 'cost',
    title: 'Cost',
    about: 'One number for how wrong an answer is: many ways to take it, and why sure and wrong costs most.',
    stage: 'Stage 2, the total error',
    tasks: ['half', 'share', 'slope', 'sure', 'back'],
    words: ['cost', 'cross-entropy', 'sigmoid', 'gradient'],
    page: () => import('./lessons/cost/CostLesson.vue'),
  },
  {
    name: 'gradients',
    title: 'Gradients',
    about: 'The chain rule on any weight, factor by factor, and where the printed examples slip.',
    stage: 'Stage 3, gradients',
    tasks: ['delta', 'w5', 'ways', 'zero-input', 'order', 'mean'],
    words: ['gradient', 'backpropagation', 'cost', 'learning rate'],
    page: () => import('./lessons/gradients/GradientsLesson.vue'),
  },
]

export const findLesson = (name: string): Lesson | undefined => LESSONS.find((lesson) => lesson.name === name)
