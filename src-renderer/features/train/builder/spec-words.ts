/** What the settings of layers are called on their cards, and what changing them does. */
export const SPEC_WORDS: Readonly<Record<string, readonly [label: string, about: string]>> = {
  units: ['Units', 'How many numbers come out. More can tell more apart, and learn more by heart.'],
  filters: ['Filters', 'How many patterns are looked for; each gives one channel.'],
  kernelSize: ['Kernel', 'Side of the square window in pixels.'],
  poolSize: ['Window', 'Side of the square window in pixels.'],
  strides: [
    'Stride',
    'Pixels from one window to the next; 2 halves the picture. A pooling without one moves by its window.',
  ],
  padding: [
    'Padding',
    'valid: windows stay inside, so the picture shrinks. same: zeros around it, so only the stride shrinks it.',
  ],
  dilationRate: ['Dilation', 'Distance between neighbours under the kernel; 2 looks wider with as many weights.'],
  activation: ['Activation', 'The bend behind the sum, a = f(z). softmax and step only on the last layer.'],
  alpha: ['Alpha', 'leakyRelu: slope below 0 (0.01). elu: where it ends on the left, with its sign turned (1).'],
  rate: ['Rate', 'Share of the numbers that is switched off at each step, from 0 to below 1.'],
  momentum: ['Momentum', 'How slowly the running mean follows: running ← momentum · running + (1 − momentum) · batch.'],
  epsilon: ['Epsilon', 'Added to the variance, so that nothing is divided by 0.'],
  targetShape: ['Shape', 'Sides whose product is the number of inputs, such as 7×7×16.'],
  useBias: ['Bias', 'A number added to each sum. Not needed before a batchNorm, which has its own.'],
  kernelInitializer: [
    'Initialiser',
    'How the weights begin. auto: He normal for a dense layer before relu, else Glorot uniform.',
  ],
  trainable: ['Trained', 'Off: the layer stays as it begins.'],
  returnSequences: ['Sequence', 'Gives the numbers of every step instead of the last one only.'],
}
