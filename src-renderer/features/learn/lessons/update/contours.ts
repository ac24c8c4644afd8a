import type { BatchingPoint, BatchingResult } from '../../../../../src-engine/lessons/update/batching.ts'
import type { Point } from '../../figures/plane.ts'

const CORNERS = 72

/**
 * Where C = ½ mean (wx + b − y)² is the same: ellipses around its best line, as the cost is quadratic in w and b.
 * @param above the best cost, one ellipse each
 */
export function contours(
  data: BatchingResult['data'],
  best: Pick<BatchingPoint, 'w' | 'b'>,
  above: readonly number[],
): Point[][] {
  const mean = (of: (x: number) => number): number => data.reduce((sum, { x }) => sum + of(x), 0) / data.length
  const [square, middle] = [mean((x) => x * x), mean((x) => x)]
  // ½ vᵀHv with H = LLᵀ is r² / 2 where v = r·L⁻ᵀ(cos, sin).
  const l11 = Math.sqrt(square)
  const l21 = middle / l11
  const l22 = Math.sqrt(1 - l21 * l21)
  return above.map((cost) =>
    Array.from({ length: CORNERS + 1 }, (_, i): Point => {
      const angle = (2 * Math.PI * i) / CORNERS
      const r = Math.sqrt(2 * cost)
      const db = (r * Math.sin(angle)) / l22
      const dw = (r * Math.cos(angle) - l21 * db) / l11
      return [best.w + dw, best.b + db]
    }),
  )
}
