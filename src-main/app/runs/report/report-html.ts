import { trainingSummary } from './words.ts'
import type { ComparedWithFirst, PairedAnswers, RunDetail, SplitMetrics } from '../../../contract/types.ts'
import { curvesSvg, strokeOf, type Curve } from './curves-svg.ts'
import type { Gathered, SeriesName } from './gather.ts'
import { html, type Html } from './html.ts'

const CURVES: readonly (readonly [SeriesName, string])[] = [
  ['val_loss', 'Validation loss'],
  ['loss', 'Training loss'],
  ['val_accuracy', 'Validation accuracy'],
  ['accuracy', 'Training accuracy'],
  ['val_mae', 'Validation MAE'],
  ['mae', 'Training MAE'],
]

const isMeasured = (curves: readonly Curve[]): boolean => curves.some(({ low }) => low.some(Number.isFinite))

/** Everything about some runs on one page that needs nothing else: no script, no font, no network. */
export function reportHtml({ runs, differences, curves, compared }: Gathered, pictures: Pictures, now: Date): Html {
  const [first, ...others] = runs
  const pairs = others.flatMap((other, at) => (first && compared[at] ? [{ first, other, ...compared[at] }] : []))
  const title = runs.length === 1 ? (runs[0]?.name ?? '') : `${runs.length} runs compared`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        <p class="quiet">Made by Glassbox on ${now.toISOString().slice(0, 10)}.</p>
        ${
          pairs.length > 0
            ? html`<h2>What came out</h2>
                ${pairs.map(verdict)}`
            : null
        }
        ${
          runs.length > 1
            ? html`<h2>What differs</h2>
                ${differing(runs, differences)}`
            : null
        }
        <h2>Figures</h2>
        ${figures(runs)}
        <h2>Curves</h2>
        ${legend(runs)}
        ${CURVES.filter(([name]) => name.endsWith('loss') || isMeasured(curves[name])).map(([name, words]) => curvesSvg(words, curves[name]))}
        ${pairs.map((pair) => answers(pair, pictures))}
        <h2>Settings and receipts</h2>
        ${runs.map(record)}
      </body>
    </html> `
}

/** Pictures of a data set by position, as data: addresses; those that could not be read are missing. */
export type Pictures = ReadonlyMap<string, string>
export const pictureKey = (datasetId: string, position: number): string => `${datasetId}/${position}`

type Pair = ComparedWithFirst & { readonly first: RunDetail; readonly other: RunDetail }

function verdict({ first, other, answers: found, reason }: Pair): Html {
  return html`<p>A is ${first.name}, B is ${other.name}. <strong>${found?.verdict ?? reason ?? ''}</strong></p>`
}

function differing(runs: readonly RunDetail[], differences: Gathered['differences']): Html {
  if (differences.length === 0) return html`<p>Their settings are the same.</p>`
  return html`<table>
    <thead>
      <tr>
        <th scope="col">setting</th>
        ${runs.map(({ name }) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${differences.map(
        ({ path, values }) =>
          html`<tr>
            <th scope="row">${path}</th>
            ${values.map((value) => html`<td><code>${value ?? '–'}</code></td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`
}

function figures(runs: readonly RunDetail[]): Html {
  const splits = ['train', 'validation', 'test'] as const
  return html`<table class="numbers">
    <thead>
      <tr>
        <th scope="col">run</th>
        <th scope="col">status</th>
        <th scope="col">best epoch</th>
        <th scope="col">epochs</th>
        <th scope="col">parameters</th>
        ${splits.map(
          (split) =>
            html`<th scope="col">${split} loss</th>
              <th scope="col">${split}</th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${runs.map(
        (run) =>
          html`<tr>
            <th scope="row">${run.name}</th>
            <td>${run.status}</td>
            <td>${run.bestEpoch ?? '–'}</td>
            <td>${run.epochsDone}/${run.epochs}</td>
            <td>${counted(run.parameterCount)}</td>
            ${splits.map(
              (split) =>
                html`<td>${run.metrics[split]?.loss?.toPrecision(4) ?? '–'}</td>
                  <td>${figureOf(run.metrics[split])}</td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`
}

/** With thin spaces between groups of three. */
const counted = (count: number): string => count.toLocaleString('en').replaceAll(',', '\u2009')

function figureOf(metrics: SplitMetrics | null): string {
  if (!metrics) return '–'
  if (metrics.accuracy !== null) return `${(metrics.accuracy * 100).toFixed(1)} %`
  return metrics.meanAbsoluteError === undefined ? '–' : `${metrics.meanAbsoluteError.toPrecision(4)} off`
}

function legend(runs: readonly RunDetail[]): Html {
  return html`<ul class="legend">
    ${runs.map(({ name }, index) => {
      const { color, dashes } = strokeOf(index)
      return html`<li>
        <svg width="24" height="8" aria-hidden="true">
          <line x1="0" x2="24" y1="4" y2="4" stroke="${color}" stroke-width="2" stroke-dasharray="${dashes}" />
        </svg>
        ${name}
      </li>`
    })}
  </ul>`
}

function answers({ first, other, answers: found }: Pair, pictures: Pictures): Html | null {
  if (!found) return null
  return html`<h2>${first.name} and ${other.name} on the same examples</h2>
    <p>
      Both right ${found.bothRight}, only A ${found.onlyA}, only B ${found.onlyB}, both wrong ${found.bothWrong}, of
      ${found.total}.
    </p>
    <div class="matrices">
      ${confusion('A', found.classes, found.confusion.a)}${confusion('B', found.classes, found.confusion.b)}
    </div>
    <ul class="pictures">
      ${found.items.flatMap((item) => picture(found, item, pictures))}
    </ul>`
}

function picture({ datasetId }: PairedAnswers, item: PairedAnswers['items'][number], pictures: Pictures): Html[] {
  const source = pictures.get(pictureKey(datasetId, item.position))
  if (!source) return []
  const said = ([top]: PairedAnswers['items'][number]['a']): string =>
    top ? `${top.label} ${(top.probability * 100).toFixed(0)} %` : '–'
  return [
    html`<li><img src="${source}" alt="${item.label}" /><br />${item.label}: A ${said(item.a)}, B ${said(item.b)}</li>`,
  ]
}

const MOST_CLASSES = 20
function confusion(side: string, classes: readonly string[], rows: readonly (readonly number[])[]): Html | null {
  if (rows.length === 0 || rows.length > MOST_CLASSES) return null
  return html`<table class="numbers">
    <caption>
      ${side}: rows are the true class, columns the prediction
    </caption>
    <thead>
      <tr>
        <td></td>
        ${classes.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row, index) =>
          html`<tr>
            <th scope="row">${classes[index] ?? ''}</th>
            ${row.map((count) => html`<td>${count}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`
}

function record(run: RunDetail): Html {
  return html`<h3>${run.name}</h3>
    <p>${trainingSummary(run)}</p>
    ${run.note ? html`<pre>${run.note}</pre>` : null}
    <details>
      <summary>Settings</summary>
      <pre>${JSON.stringify(run.config, null, 2)}</pre>
    </details>
    ${
      run.receipt
        ? html`<details>
            <summary>Receipt</summary>
            <pre>${JSON.stringify(run.receipt, null, 2)}</pre>
          </details>`
        : null
    }`
}

const STYLE = `
:root { color-scheme: light dark; }
body { font: 14px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: .5rem 0; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .2rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; }
th { font-weight: 600; }
.numbers :is(td, th:not(:first-child)) { text-align: right; }
.numbers td { white-space: nowrap; }
svg { max-width: 100%; height: auto; display: block; margin: .5rem 0; }
.legend svg { display: inline-block; margin: 0; vertical-align: middle; }
.legend, .pictures { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; }
.pictures img { width: 96px; height: 96px; object-fit: contain; image-rendering: pixelated; }
.matrices { display: flex; flex-wrap: wrap; gap: 2rem; }
.quiet, caption { color: light-dark(#5c5c5c, #a3a3a3); text-align: left; }
pre { overflow: auto; background: #8881; padding: .75rem; }
`
