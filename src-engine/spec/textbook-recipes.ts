import type { Recipe } from './recipe.ts'

/** The rule as it was published: one example at a time, and each mistake moves the line by the example itself. */
const perceptron: Recipe['training'] = {
  epochs: 100,
  batching: 'online',
  loss: 'perceptron',
  optimizer: { type: 'sgd', learningRate: 1 },
}

const xor: Recipe['training'] = {
  epochs: 1000,
  batching: 'full',
  loss: 'meanSquaredError',
  optimizer: { type: 'sgd', learningRate: 2, momentum: 0.9 },
}

/** As the three Keras models of XOR were trained. */
const kerasXor: Recipe['training'] = {
  epochs: 1000,
  batching: 'full',
  loss: 'meanSquaredError',
  optimizer: { type: 'adam', learningRate: 0.001, variant: 'keras' },
}

const kerasDigits: Recipe['training'] = {
  epochs: 10,
  batchSize: 200,
  optimizer: { type: 'adam', learningRate: 0.001 },
}

const RECIPES: ReadonlyMap<string, Recipe['training']> = new Map([
  ['perceptron', perceptron],
  ['xor', xor],
  ['xor-2-2-1-sigmoid', kerasXor],
  ['xor-2-2-1-relu', kerasXor],
  ['xor-2-3-1-relu', kerasXor],
  // Nielsen (2015): quadratic cost, mini-batches of ten.
  [
    '784-15-10',
    {
      ...{ epochs: 30, batchSize: 10, loss: 'halfMeanSummedSquaredError' },
      optimizer: { type: 'sgd', learningRate: 3 },
    },
  ],
  ['784-32-10', kerasDigits],
  ['784-32-10-10', kerasDigits],
  // Plain gradient descent on weights that begin far too large: 5,500 small steps come 93 % of the way.
  ['mlp-book-printed', { epochs: 10, batchSize: 100, optimizer: { type: 'sgd', learningRate: 0.0001 } }],
  // Each picture moves the weights by its own error, ½ Σ (target − answer)².
  [
    'man-or-chicken',
    {
      ...{ epochs: 100, batching: 'online', loss: 'halfSumSquaredError' },
      optimizer: { type: 'sgd', learningRate: 0.5 },
    },
  ],
])

/** How a printed network was trained, whatever the data; undefined for a preset whose recipe follows its data. */
export const textbookRecipe = (preset: string): Recipe['training'] | undefined => RECIPES.get(preset)
