import { expect, it } from 'vitest'
import { curvesSvg } from '../../../../src-main/app/runs/report/curves-svg.ts'
import { html } from '../../../../src-main/app/runs/report/html.ts'

const curve = (name: string, values: number[]) => ({
  name,
  x: Float64Array.from(values, (_, index) => index + 1),
  low: Float64Array.from(values),
  high: Float64Array.from(values),
})

it('draws through every point, and parts the line where there is no number', () => {
  const { text } = curvesSvg('Loss', [curve('one', [1, 0.5, NaN, 0.25])])
  const [path = ''] = /d="[^"]+"/.exec(text) ?? []
  // Epoch 0 … 4 over 56 … 708, values 0.2 … 1 over 284 … 28.
  expect(path).toBe('d="M219.0 28.0L382.0 188.0M708.0 268.0"')
  expect(text).toContain('axis starts at 0.2')
})
it('says nothing of an axis that starts at zero, and that there is nothing to draw', () => {
  expect(curvesSvg('Accuracy', [curve('one', [0, 1])]).text).not.toContain('starts at')
  expect(curvesSvg('Loss', [curve('one', [NaN])]).text).toContain('there is nothing to draw')
})
it('takes names for what they are', () => {
  const { text } = curvesSvg('Loss', [curve('<script>alert("1")</script>', [1, 2])])
  expect(text).not.toContain('<script')
  expect(html`<b title="${`"&'`}">${html`<i>${'<'}</i>`}${null}</b>`.text).toBe(
    '<b title="&#34;&#38;&#39;"><i>&#60;</i></b>',
  )
})
