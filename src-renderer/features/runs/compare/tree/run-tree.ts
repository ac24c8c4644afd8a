import type { RunSummary } from '../../../../../src-main/contract/types.ts'

export interface TreeNode {
  readonly run: RunSummary
  /** Places from the left and from the top, from 0. */
  readonly column: number
  readonly row: number
  readonly parent: TreeNode | null
  /** Whether it came from a run that is in the trash or deleted. */
  readonly isOrphan: boolean
}

/**
 * Where runs came from: the families of the chosen ones with their ancestors and all that came from those, a row for each run,
 * children below their parent and one column further.
 */
export function runTree(chosen: readonly RunSummary[], all: ReadonlyMap<string, RunSummary>): TreeNode[] {
  const children = Map.groupBy(all.values(), ({ parent }) => parent?.runId ?? '')
  const rootOf = (run: RunSummary): RunSummary => {
    const above = run.parent && all.get(run.parent.runId)
    return above ? rootOf(above) : run
  }
  const nodes: TreeNode[] = []
  function add(run: RunSummary, column: number, parent: TreeNode | null): void {
    const node = { run, column, row: nodes.length, parent, isOrphan: run.parent !== null && parent === null }
    nodes.push(node)
    const own = (children.get(run.id) ?? []).toSorted((a, b) => a.startedAt - b.startedAt)
    for (const child of own) add(child, column + 1, node)
  }
  const roots = new Set(chosen.map(rootOf))
  for (const root of [...roots].toSorted((a, b) => a.startedAt - b.startedAt)) add(root, 0, null)
  return nodes
}
