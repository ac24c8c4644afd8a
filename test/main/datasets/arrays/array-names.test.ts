import { expect, it } from 'vitest'
import { pairArrays } from '../../../../src-main/datasets/arrays/numpy/array-names.ts'

const pairs = (...names: string[]) => pairArrays(names).map(({ split, pictures, labels }) => [split, pictures, labels])

it.each([
  [
    'Keras',
    ['x_test', 'x_train', 'y_train', 'y_test'],
    [
      ['train', 'x_train', 'y_train'],
      ['test', 'x_test', 'y_test'],
    ],
  ],
  [
    'MedMNIST',
    ['train_images', 'val_images', 'test_images', 'train_labels', 'val_labels', 'test_labels'],
    [
      ['train', 'train_images', 'train_labels'],
      ['validation', 'val_images', 'val_labels'],
      ['test', 'test_images', 'test_labels'],
    ],
  ],
  [
    'files in folders',
    ['a/train/X', 'a/train/y', 'a/test/X', 'a/test/y'],
    [
      ['train', 'a/train/X', 'a/train/y'],
      ['test', 'a/test/X', 'a/test/y'],
    ],
  ],
  [
    'capitals',
    ['Xtrain', 'Ytrain', 'trainX2', 'X_TEST', 'Y_TEST'],
    [
      ['train', 'Xtrain', 'Ytrain'],
      ['test', 'X_TEST', 'Y_TEST'],
    ],
  ],
  ['no names', ['set/arr_0', 'set/arr_1'], [[null, 'set/arr_0', 'set/arr_1']]],
  ['one pair of unlike names', ['mnist_data', 'target'], [[null, 'mnist_data', 'target']]],
  ['two words of a kind: the last one counts', ['image_labels', 'images'], [[null, 'images', 'image_labels']]],
  [
    'a data set for each',
    ['cats_x', 'cats_y', 'dogs_x', 'dogs_y'],
    [
      [null, 'cats_x', 'cats_y'],
      [null, 'dogs_x', 'dogs_y'],
    ],
  ],
  ['labels that are missing', ['x_train', 'y_test'], []],
  ['neither', ['weights', 'bias', 'taxes'], []],
])('pairs arrays by name: %s', (_, names, expected) => {
  expect(pairs(...names)).toEqual(expected)
})
