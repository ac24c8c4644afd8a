import type { TrainingSpec } from '../../../../../src-engine/spec/training.ts'
import type { Explanation } from './explanation.ts'

/** t counts epochs, with fractions. */
export const SCHEDULE_KINDS: Readonly<Record<TrainingSpec['schedule']['type'], Explanation>> = {
  constant: {
    formula: 'η(t) = η',
    advice: 'To begin with, and for short runs.',
    change: 'A falling rate takes long steps first and short ones near the goal.',
  },
  step: {
    formula: 'η(t) = η · drop^⌊t / every⌋',
    advice: 'Where the loss stays level: a tenth when it does.',
    change: 'A larger drop settles sooner, and may settle too soon.',
  },
  exponential: {
    formula: 'η(t) = η · e^(−decay·t)',
    advice: 'A decay of 3 over the number of epochs leaves a twentieth at the end.',
    change: 'More: it falls sooner and learns little at the end.',
  },
  inverseTime: {
    formula: 'η(t) = η / (1 + decay·t)',
    advice: 'The 1/t rule of the textbooks, for long trainings.',
    change: 'More: it falls fast at first; it never falls as far as the exponential one.',
  },
  cosine: {
    formula: 'η(t) = η · ½(1 + cos(π·t / epochs))',
    advice: 'The usual choice when the number of epochs is fixed.',
    change: 'It ends at 0, so more epochs need a run anew, not more of the same.',
  },
}

export const OPTIONAL: Readonly<Record<string, Explanation>> = {
  'schedule.warmupSteps': {
    formula: 'η(step) = η · step / warm-up',
    advice: '20 steps; a few hundred for deep networks.',
    change: 'Without: the first full steps of Adam can switch off every relu at once.',
  },
  'schedule.drop': {
    formula: 'η ← η · drop',
    advice: '0.5, or 0.1.',
    change: 'Less: the rate falls further at each step.',
  },
  'schedule.every': {
    formula: '⌊t / every⌋',
    advice: 'A third of the epochs.',
    change: 'More: the rate stays longer.',
  },
  'schedule.decay': { formula: 'decay · t', advice: '0.05.', change: 'More: the rate falls faster.' },
  'schedule.epochs': {
    formula: 'cos(π·t / epochs)',
    advice: 'Empty: the whole run.',
    change: 'Fewer: the rate is 0 before the end.',
  },
  patience: {
    formula: 'stop when C has not fallen for so many epochs',
    advice: '10, or a fifth of the epochs. Empty: off.',
    change: 'Less: it saves time, and may stop in a dip.',
  },
  'earlyStopping.monitor': {
    advice: 'The validation loss: the training loss falls on when nothing new is learnt.',
    change: 'With the training loss it stops only when it has learnt all by heart.',
  },
  'earlyStopping.minDelta': { formula: 'C < best − minimum', advice: '0.', change: 'More: small gains count as none.' },
  targetLoss: {
    formula: 'stop when C ≤ target',
    advice: 'Empty, unless an acceptable error is known.',
    change: 'Higher: it ends sooner, with more errors.',
  },
  minutes: {
    advice: 'Empty: no limit.',
    change: 'It ends with the step in which the time is up; how far it comes by then depends on the machine.',
  },
  'regularization.l1': {
    formula: 'C = C₀ + λ Σ |w|',
    advice: '0, or 1e-5 to find the inputs that matter.',
    change: 'More: weights that help little become 0.',
  },
  'regularization.l2': {
    formula: 'C = C₀ + λ Σ w²',
    advice: '0, or 1e-4 when validation is much worse than training.',
    change: 'More: smaller weights and smoother answers; too much, and it learns nothing.',
  },
  'regularization.weightDecay': {
    formula: 'w ← w − η·λ·w beside the step',
    advice: '0.05 with Adam on photos, else 0.',
    change: 'As L2, but not divided by Adam’s √v̂: every weight shrinks alike.',
  },
  labelSmoothing: {
    formula: 'y ← y·(1 − s) + s / classes',
    advice: '0.05 to 0.1 for large networks, else 0.',
    change: 'More: it is never quite sure, and wrong labels do less harm.',
  },
  'gradientClipping.type': {
    formula: 'norm: g ← g · limit / ‖g‖ where ‖g‖ > limit   value: each number to ±limit',
    advice: 'None; norm at 1 where the loss jumps or a network is recurrent.',
    change: 'One bad batch can no longer throw the weights far away.',
  },
  'gradientClipping.limit': {
    advice: '1.',
    change: 'Less: shorter steps; too little, and every step is the same length.',
  },
  shuffle: {
    advice: 'Every epoch.',
    change: 'Never: batches are always the same, and sorted data are learnt class by class.',
  },
  seeds: {
    formula: 'mean ± deviation of so many runs',
    advice: '5 to compare two settings.',
    change: 'More: it takes as many times longer, and chance is told from gain.',
  },
}
