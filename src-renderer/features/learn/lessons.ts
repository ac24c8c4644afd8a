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
  {
    name: 'gradient-check',
    title: 'Gradient check',
    about: 'Two points, rise over run: something too simple to be wrong judges backpropagation.',
    stage: 'Stage 4, gradient check',
    tasks: ['numeric', 'best-epsilon', 'toy-band', 'wrong-sign', 'caught'],
    words: ['gradient check', 'gradient', 'backpropagation', 'relative error', 'batch normalisation'],
    page: () => import('./lessons/gradient-check/GradientCheckLesson.vue'),
  },
  {
    name: 'update',
    title: 'Update',
    about: 'One step downhill: how far, how often, and what keeps rolling.',
    stage: 'Stage 5, weight update',
    tasks: ['first-step', 'too-large', 'one-step', 'updates-per-epoch', 'momentum-limit', 'valley'],
    words: ['learning rate', 'gradient', 'epoch', 'mini-batch', 'momentum', 'schedule', 'local minimum'],
    page: () => import('./lessons/update/UpdateLesson.vue'),
  },
  {
    name: 'optimisers',
    title: 'Optimiser race',
    about: 'Nine rules that make an update of a gradient, from one start, step by step.',
    stage: 'Stage 5, weight update',
    tasks: ['step', 'limit', 'adam', 'adagrad', 'saddle', 'fair'],
    words: ['optimiser', 'learning rate', 'momentum', 'gradient', 'mini-batch'],
    page: () => import('./lessons/optimisers/OptimisersLesson.vue'),
  },
  {
    name: 'initialisation',
    title: 'Initialisation',
    about: 'Twins stay twins, and signals grow or die with the depth: what the first weights decide.',
    stage: null,
    tasks: ['twins', 'break', 'xor-zero', 'he-variance', 'keeps'],
    words: ['initialisation', 'symmetry', 'variance', 'relu'],
    page: () => import('./lessons/initialisation/InitialisationLesson.vue'),
  },
  {
    name: 'xor',
    title: 'XOR three ways',
    about: 'scikit-learn’s run digit by digit, Keras’ three models, and what a thousand seeds say of them.',
    stage: null,
    tasks: ['stops', 'score', 'keras-bits', 'own-print'],
    words: ['hidden layer', 'epoch', 'seed', 'convergence', 'optimiser'],
    page: () => import('./lessons/xor/XorLesson.vue'),
  },
  {
    name: 'digits',
    title: 'Digits',
    about: 'From 784 pixels to ten answers: parameters counted, a start that costs too much, and a digit of your own.',
    stage: null,
    tasks: ['count', 'readings', 'updates', 'even', 'huge'],
    words: ['initialisation', 'cross-entropy', 'softmax', 'epoch', 'mini-batch'],
    page: () => import('./lessons/digits/DigitsLesson.vue'),
  },
]

export const findLesson = (name: string): Lesson | undefined => LESSONS.find((lesson) => lesson.name === name)
