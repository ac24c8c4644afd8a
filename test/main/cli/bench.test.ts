import { expect, test } from 'vitest'
import { inferShapes } from '../../../src-engine/spec/shapes.ts'
import { WORKLOADS } from '../../../src-main/bench/workloads.ts'
import { glassbox } from '../support/glassbox.ts'
import { temporaryFolder } from '../support/temporary.ts'

interface Bench {
  machine: { cores: number; fusedMultiplyAdd: boolean }
  multiplyAddGflops: number
  results: { workload: string; threads: number; samplesPerSecond: number; msPerStep: number; gflops: number }[]
}

test('the workloads have the parameters of their networks elsewhere', () => {
  const counts = WORKLOADS.map(({ name, network }) => [
    name,
    inferShapes(network).reduce((sum, { parameterCount }) => sum + parameterCount, 0),
  ])
  expect(Object.fromEntries(counts)).toEqual({
    ...{ 'mlp-small': 25_450, 'mlp-book': 898_510, xor: 9 },
    // Elsewhere the 448 moving statistics of cnn64's batchNorm, and the 1,120 of res64's, are not counted.
    ...{ cnn28: 105_866, cnn64: 1_144_138, res64: 447_474 },
  })
})

test('bench measures what is asked for, and the machine itself', async () => {
  const home = await temporaryFolder()
  const { code, stdout, stderr } = await glassbox(
    ['bench', '--only', 'gemm,xor', '--threads', '1,2', '--seconds', '1', '--json'],
    { home },
  )
  expect(code, stderr).toBe(0)
  const { machine, multiplyAddGflops, results } = JSON.parse(stdout) as Bench
  expect(machine.cores).toBeGreaterThan(0)
  expect(multiplyAddGflops).toBeGreaterThan(0.1)
  expect(results.map(({ workload, threads }) => [workload, threads])).toEqual([
    ['gemm', 1],
    ['gemm', 2],
    ['xor', 1],
    ['xor', 2],
  ])
  for (const { workload, samplesPerSecond, msPerStep, gflops } of results) {
    const [samples, flops] = workload === 'gemm' ? [1024, 2 * 1024 ** 2] : [4, 3 * (2 * (2 * 2 + 2) + 2 * 2 + 2)]
    expect(samplesPerSecond * msPerStep).toBeCloseTo(1000 * samples, 3)
    expect(gflops).toBeCloseTo((samplesPerSecond * flops) / 1e9, 9)
  }
})

test('a workload that is none is refused with those that are', async () => {
  const home = await temporaryFolder()
  const { code, stderr } = await glassbox(['bench', '--only', 'cnn29'], { home })
  expect([code, stderr]).toEqual([3, expect.stringMatching(/no workload "cnn29"[^]*gemm, mlp-small/)])
})
