import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { root } from './support/unpacked.ts'

interface Step {
  uses?: string
  run?: string
  with?: Record<string, unknown>
}
interface Workflow {
  permissions: Record<string, string>
  concurrency: { 'cancel-in-progress': boolean }
  jobs: Record<
    string,
    {
      steps: Step[]
      strategy: { matrix: { system?: string[]; include?: { system: string }[] } }
      permissions?: unknown
    }
  >
}

/** The parser that electron-builder reads YAML with. */
const { load } = createRequire(createRequire(import.meta.url).resolve('electron-builder'))('js-yaml') as {
  load: (text: string) => unknown
}
const folder = join(root, '.github/workflows')

test('there are two workflows', () => {
  expect(readdirSync(folder).sort()).toEqual(['checks.yml', 'installers.yml'])
})

describe.each(['checks.yml', 'installers.yml'])('the workflow %s', (name) => {
  const text = readFileSync(join(folder, name), 'utf8')
  const workflow = load(text) as Workflow
  const jobs = Object.values(workflow.jobs)
  const steps = jobs.flatMap((job) => job.steps)

  test('may only read, knows no secret, and gives way to a newer run', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    expect(jobs.map((job) => job.permissions)).toEqual([undefined])
    expect(text).not.toMatch(/secrets\.|GITHUB_TOKEN|pull_request_target/)
    expect(workflow.concurrency['cancel-in-progress']).toBe(true)
    const checkout = steps.find(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkout?.with).toEqual({ 'persist-credentials': false })
  })

  test("uses GitHub's own actions, each by a version", () => {
    const used = steps.flatMap(({ uses }) => uses ?? [])
    expect(used.length).toBeGreaterThan(1)
    expect(used.filter((action) => !/^actions\/[a-z-]+@v\d+(\.\d+)*$/.test(action))).toEqual([])
  })

  test('runs scripts that exist, on three systems', () => {
    const runs = steps.flatMap(({ run }) => run ?? [])
    const scripts = runs.map((run) => /^npm (?:run )?([\w:]+)$/.exec(run)?.[1])
    expect(scripts).toEqual([name === 'checks.yml' ? 'test' : 'package'])
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(scripts))
    const [{ system, include } = {}] = jobs.map((job) => job.strategy.matrix)
    expect((system ?? include?.map((entry) => entry.system))?.sort()).toEqual([
      'macos-latest',
      'ubuntu-latest',
      'windows-latest',
    ])
  })
})
