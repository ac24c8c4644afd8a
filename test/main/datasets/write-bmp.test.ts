import { expect, test } from 'vitest'
import { decodePicture } from '../../../src-main/datasets/decode.ts'
import { writeBmp } from '../../../src-main/datasets/write-bmp.ts'
import { drawn } from './pictures.ts'

test.each([
  [1, 1],
  [3, 2],
  [4, 5],
  [7, 3],
])('a bitmap of %i × %i pixels is read as it was written', async (width, height) => {
  const picture = drawn(width, height, 5)
  expect(await decodePicture(writeBmp(picture))).toMatchObject({ ...picture, format: 'bmp' })
})
