export interface Preset {
  readonly name: string
  readonly title: string
  /** One sentence on when to use it. */
  readonly advice: string
  /** Printed somewhere, with its training: fits only the data it was made for, and is there to be compared with. */
  readonly isTextbook: boolean
}

const everyday = (name: string, title: string, advice: string): Preset => ({ name, title, advice, isTextbook: false })
const textbook = (name: string, title: string, advice: string): Preset => ({ name, title, advice, isTextbook: true })

/** Presets offered in lists; `mlp-N` exists for every N from 1 to 65,536. */
export const PRESETS: readonly Preset[] = [
  everyday(
    'resnet-small',
    'Small residual network',
    'Usually the best answers from few photos: its skips let a deep network learn. The slowest of these.',
  ),
  everyday(
    'cnn-small',
    'Small convolutional network',
    'Quick, and good at small gray pictures: finds small patterns wherever they are.',
  ),
  everyday(
    'cnn-medium',
    'Medium convolutional network',
    'Deeper and wider, normalised, with dropout, and moves (photos: also mirrors) what it sees; for a few hundred pictures of each class.',
  ),
  everyday(
    'lenet',
    'LeNet-like network',
    'The convolutional network that read cheques in 1998: to see how little digits need, in a minute.',
  ),
  everyday(
    'mlp-32',
    'One hidden layer of 32',
    'The usual choice for tables, good at digits; on photos it mostly learns colours.',
  ),
  everyday(
    'mlp-book',
    'Three hidden layers of 500',
    'The digit network of the textbooks as one would train it today, for small gray pictures.',
  ),
  everyday('logistic', 'Logistic regression', 'No hidden layer: fast, and its weights can be read like a picture.'),
  everyday(
    'perceptron',
    'Perceptron gate',
    'One unit that fires or not, taught by its rule: finds a line between two classes where there is one.',
  ),
  everyday(
    'xor',
    'XOR network, 2-2-1',
    'Two hidden units are just enough for XOR. About four starts in five find it: try other seeds.',
  ),
  textbook(
    'xor-2-2-1-sigmoid',
    'XOR in Keras, 2-2-1 sigmoid',
    'All hidden weights begin beside 0.75, and 1 000 steps mostly leave one answer of four wrong: to see a start go nowhere.',
  ),
  textbook(
    'xor-2-2-1-relu',
    'XOR in Keras, 2-2-1 relu',
    'The same with relu: about three starts in five get all four answers right; to compare activations.',
  ),
  textbook(
    'xor-2-3-1-relu',
    'XOR in Keras, 2-3-1 relu',
    'One more hidden unit, and more than four starts in five succeed: to see what width is good for.',
  ),
  textbook(
    '784-15-10',
    'Digits, 784-15-10',
    'Fifteen sigmoid units and plain gradient descent, after Nielsen: small enough to look at every unit.',
  ),
  textbook(
    '784-32-10',
    'Digits, 784-32-10',
    'The first network of most Keras courses: 96 % of the digits within a minute.',
  ),
  textbook(
    '784-32-10-10',
    'Digits, 784-32-10-10',
    'Ten sigmoid units squeezed in before the answer: to see that deeper is not better by itself.',
  ),
  textbook(
    'mlp-book-printed',
    'Three hidden layers of 500, as printed',
    'Weights from N(0, 1) and a tiny rate, as a book prints it: to compare with the same network done as today.',
  ),
  textbook(
    'man-or-chicken',
    'Man or chicken, 64-64-2',
    'Little pictures of 8×8 in two classes, one picture a step: backpropagation that can be followed by hand.',
  ),
]
