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

/** Each has a sentence, a remedy, and a path into this config: to a value, or to where one was left out or is too much. */
export function expectComplaints(problems: readonly SpecIssue[], config: unknown): void {
  expect(problems.length).toBeGreaterThan(0)
  for (const { path, message, hint } of problems) {
    expect(message).toMatch(/^[A-Z].+\.$/s)
    expect(hint).toMatch(/^[A-Z].+\.$/s)
    const keys = path === '' ? [] : path.replaceAll(/\[(\d+)\]/g, '.$1').split('.')
    expect(leadsSomewhere(keys, config), `${path} leads nowhere`).toBe(true)
  }
}

/** Whether each key stands in an object, or in a list that is so long; behind what was left out nothing can be seen. */
function leadsSomewhere([key, ...others]: readonly string[], node: unknown): boolean {
  if (key === undefined) return true
  if (typeof node !== 'object' || node === null) return false
  if (!Object.hasOwn(node, key)) return !Array.isArray(node)
  return leadsSomewhere(others, (node as Record<string, unknown>)[key])
}
