import type { Unfolded } from '../../../../../src-engine/lessons/worked/unfold.ts'

/** Weights and units by their names. */
export type Path = ReadonlySet<string>

/** What a weight, or a unit, changes on its way to the cost: itself, its ends and everything behind. */
export function pathToCost({ forward, edges }: Unfolded, chosen: string): Path {
  const edge = edges.find(({ weight }) => weight === chosen)
  const first = edge?.to ?? chosen
  const path = new Set(edge ? [chosen, edge.from, first] : [first])
  const start = forward.findIndex((layer) => layer.some(({ unit }) => unit === first))
  for (const layer of forward.slice(start + 1))
    for (const { unit, terms } of layer)
      for (const { from, weight } of terms.filter((term) => path.has(term.from))) {
        path.add(from)
        path.add(weight)
        path.add(unit)
      }
  return path
}

/** What a unit's sum is made of; of a weight, its own product. */
export function pathOfSum({ forward, edges }: Unfolded, chosen: string): Path {
  const edge = edges.find(({ weight }) => weight === chosen)
  if (edge) return new Set([chosen, edge.from, edge.to])
  const unit = forward.flat().find((one) => one.unit === chosen)
  return new Set([
    chosen,
    ...(unit ? [unit.bias.name] : []),
    ...(unit?.terms ?? []).flatMap(({ from, weight }) => [from, weight]),
  ])
}
