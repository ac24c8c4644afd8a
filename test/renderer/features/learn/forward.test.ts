import type { VueWrapper } from '@vue/test-utils'
import { beforeAll, expect, it } from 'vitest'
import { MAN_VS_CHICKEN, manVersusChickenByHand } from '../../../../src-engine/lessons/man-vs-chicken/man-vs-chicken.ts'
import { pictureInputs, pictureOf } from '../../../../src-renderer/features/learn/lessons/forward/picture-inputs.ts'
import { answerAll, edit, openLesson, textOf } from './open-lesson.ts'

/** Opened once: laying a lesson out takes its time. */
let view: VueWrapper
beforeAll(async () => {
  localStorage.clear()
  view = await openLesson('forward')
})

it('takes answers', async () => answerAll(view, 'forward'))

it('steps through the numbered flow, row and column lit', async () => {
  expect(textOf(view, 'step-line')).toContain('0.015 + 0.042 + 0.800 = 0.857')
  expect(view.findAll('[data-lit]').map((cell) => cell.text())).toEqual([
    // x, the column of W, b and z.
    ...['0.1500', '0.3500', '0.1000', '0.1200', '0.8000', '0.8570'],
  ])
  for (let press = 0; press < 7; press++) await view.get('[data-testid="step-on"]').trigger('click')
  expect(textOf(view, 'step')).toBe('Step 8 of 8')
  expect(textOf(view, 'step-line')).toContain(`= ${manVersusChickenByHand().forward.outc2!.toFixed(6)}`)
})

it('follows an input and a weight to the outputs', async () => {
  const shows = (options: Parameters<typeof manVersusChickenByHand>[0]): void => {
    const { netb1, outc1 } = manVersusChickenByHand(options).forward
    expect(textOf(view, 'worked-network')).toContain(`Σ ${netb1!.toFixed(4)}`)
    expect(textOf(view, 'worked-network')).toContain(`f ${outc1!.toFixed(4)}`)
  }
  shows({})
  await edit(view, 'input-2', 0.9)
  shows({ x: [0.15, 0.9] })
  await view.get('[data-edge="w3"]').trigger('click')
  await edit(view, 'chosen-weight', 2)
  shows({ x: [0.15, 0.9], P: { ...MAN_VS_CHICKEN.P, w3: 2 } })
})

it('reads a picture row after row, with ink as 1 or as 0', async () => {
  const [man, chicken] = [pictureInputs(pictureOf(0, 0), true), pictureInputs(pictureOf(1, 0), true)]
  expect([man.label, chicken.label, man.x.length]).toEqual([0, 1, 64])
  expect(man.x.slice(0, 8)).toEqual([0, 0, 0, 1, 1, 0, 0, 0])
  expect(pictureInputs(pictureOf(0, 0), false).x).toEqual(man.x.map((value) => 1 - value))
  expect(textOf(view, 'pixel-line')).toContain('= 3, x = 0.00')
  await view.get('[data-testid="pixels"]').trigger('keydown', { key: 'ArrowRight' })
  expect(textOf(view, 'pixel-line')).toContain('= 4, x = 1.00')
  await view.get('[data-testid="invert"]').setValue(false)
  expect(textOf(view, 'pixel-line')).toContain('= 4, x = 0.00')
})
