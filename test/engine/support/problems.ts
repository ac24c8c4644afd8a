import { expect } from 'vitest'
import { checkTraining } from '../../../src-engine/spec/check-training.ts'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import { inferShapes, SpecError } from '../../../src-engine/spec/shapes.ts'
import { specIssues, type SpecIssue } from '../../../src-engine/spec/spec-issues.ts'

/**
 * Everything that is wrong with a config, as far as the specs alone can tell; an empty list for one that can be trained.
 * Whatever else is thrown fails the test.
 */
export function problemsOf(config: unknown): readonly SpecIssue[] {
  const { data, error } = RunConfig.safeParse(config)
  if (error) return specIssues(error)
  try {
    checkTraining(inferShapes(data.network), data.training)
    return []
  } catch (caught) {
    if (!(caught instanceof SpecError)) throw caught
    const { path, message, hint } = caught
    return [{ path: path.startsWith('training') ? path : `network.${path}`, message, hint }]
  }
}

/** Each has a sentence, a remedy, and a path into this config: to a value, or to where one is missing or too much. */
export function expectComplaints(problems: readonly SpecIssue[], config: unknown): void {
  expect(problems.length).toBeGreaterThan(0)
  for (const { path, message, hint } of problems) {
    expect(message).toMatch(/^[A-Z].+\.$/s)
    expect(hint).toMatch(/^[A-Z].+\.$/s)
    const keys = path === '' ? [] : path.replaceAll(/\[(\d+)\]/g, '.$1').split('.')
    const parent = keys.slice(0, -1).reduce((node: unknown, key) => (node as Record<string, unknown>)[key], config)
    if (keys.length > 0) expect(typeof parent === 'object' && parent !== null, `${path} leads nowhere`).toBe(true)
  }
}
