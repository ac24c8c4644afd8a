import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { glassbox } from '../support/glassbox.ts'
import { temporaryFolder } from '../support/temporary.ts'

interface StepByStep {
  error: number
  forward: Record<string, number>
  gradients: Record<string, number>
  updated: Record<string, number>
  errorAfter: number
  outputsAfter: number[]
}

async function lesson<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await glassbox(['lesson', ...args, '--json'], { home: await temporaryFolder() })
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout) as T
}

test('without a name it lists the lessons, and touches nothing', async () => {
  const home = await temporaryFolder()
  const { code, stdout, stderr } = await glassbox(['lesson'], { home })
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^cheese +one unit decides/m)
  expect(stdout.trimEnd().split('\n')).toHaveLength(18)
  expect(await readdir(home)).toEqual([])
  expect(await lesson()).toContainEqual({
    ...{ name: 'mazur', takes: ['steps', 'order'] },
    about: 'backpropagation step by step, 2-2-2, in either order of updates',
  })
})

test('mazur in either order, after any number of steps', async () => {
  const first = await lesson<StepByStep>('mazur')
  expect(first.error).toBeCloseTo(0.2983711087600027, 14)
  expect(first.forward.out_o1).toBeCloseTo(0.7513650695523157, 14)
  expect(first.gradients.w5).toBeCloseTo(0.08216704056423077, 14)
  expect(first.updated.w1).toBeCloseTo(0.1497807161327628, 14)
  expect(first.errorAfter).toBeCloseTo(0.29102777369359933, 14)
  expect(first.outputsAfter[0]).toBeCloseTo(0.7420881111907824, 14)
  const sequential = await lesson<StepByStep>('mazur', '--order', 'sequential')
  expect(sequential.errorAfter.toFixed(9)).toBe('0.291027924')
  const trained = await lesson<StepByStep>('mazur', '--steps', '10000')
  expect(trained.errorAfter.toExponential(3)).toBe('3.510e-5')
  expect(trained.updated).toEqual(first.updated)
})

test('man-vs-chicken, sklearn-xor and gradcheck have the promised keys', async () => {
  const { error, gradients, updated, errorAfter } = await lesson<StepByStep>('man-vs-chicken')
  expect([error, errorAfter]).toEqual([expect.closeTo(0.211066137572135, 14), expect.closeTo(0.190152945909353, 14)])
  expect([gradients.w1, updated.w4, updated.bw1]).toEqual([
    ...[expect.closeTo(-0.000421996007, 12), expect.closeTo(0.168144771342, 12), expect.closeTo(0.801406653357, 12)],
  ])
  expect(await lesson('sklearn-xor')).toMatchObject({
    logistic: { epochs: 16, loss: expect.closeTo(0.6963456603, 10) as number, score: 0.5 },
    relu: { epochs: 2989, loss: expect.closeTo(0.1338402736, 10) as number, score: 1 },
  })
  expect(await lesson('gradcheck')).toMatchObject({
    ...{ analytic: expect.closeTo(0.100508254240416, 14) as number, band: 'correct' },
    ...{ numeric: expect.closeTo(0.100508254184534, 10) as number, relativeError: expect.closeTo(0, 8) as number },
  })
})

test('in words it is tables', async () => {
  const { code, stdout } = await glassbox(['lesson', 'cheese'], { home: await temporaryFolder() })
  expect(code).toBe(0)
  expect(stdout).toContain(
    [
      ...['thirst:', '  w          1 1 10', '  threshold  11', '  b          -11', '  table:'],
      '    x      products  z    y',
      '    0 0 0  0 0 0     -11  0',
    ].join('\n'),
  )
  const update = await glassbox(['lesson', 'optimisers', '--steps', '2'], { home: await temporaryFolder() })
  expect(update.stdout).toMatch(/^ +name +theta +value +distance$|^ +0:$/m)
})

test.each([
  [['nothing'], 4, /There is no lesson "nothing"\.\s+There are cheese, gates, .*digits\./],
  [['cheese', '--steps', '3'], 3, /The lesson "cheese" has no --steps\.\s+Leave it out/],
  [['keras-xor', '--order', 'sequential'], 3, /has no --order\.\s+It takes --seeds\./],
  [['mazur', '--order', 'both'], 2, /Allowed choices are simultaneous, sequential/],
  [['mazur', '--steps', '-1'], 2, /whole number/],
])('lesson %j says what is wrong', async (args, expected, message) => {
  const { code, stdout, stderr } = await glassbox(['lesson', ...args], { home: await temporaryFolder() })
  expect([code, stdout]).toEqual([expected, ''])
  expect(stderr).toMatch(message)
})
