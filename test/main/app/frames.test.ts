import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { frame, FrameReader } from '../../../src-main/app/ownership/frames.ts'

test('frames survive being cut anywhere', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      (messages, cuts) => {
        const stream = Buffer.concat(messages.map(frame))
        const reader = new FrameReader()
        const read: number[][] = []
        for (let at = 0, cut = 0; at < stream.length; cut++) {
          const size = cuts[cut % cuts.length] ?? 1
          for (const bytes of reader.push(stream.subarray(at, at + size))) read.push([...bytes])
          at += size
        }
        expect(read).toEqual(messages.map((message) => [...message]))
      },
    ),
  )
})

test('a frame of absurd size is refused before it is awaited', () => {
  expect(() => new FrameReader().push(Buffer.from([0xff, 0xff, 0xff, 0xff]))).toThrow(RangeError)
})
