import { HighlightStyle } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** The page's tokens: they reach into the shadow tree, its classes do not. */
export const theme = EditorView.theme({
  '&': {
    color: 'var(--text-1)',
    backgroundColor: 'var(--surface-1)',
    border: '1px solid var(--line-strong)',
    borderRadius: '4px',
    fontSize: '12px',
  },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace", lineHeight: '18px' },
  '.cm-content': { caretColor: 'var(--text-1)', padding: '6px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text-1)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--accent-soft)',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad)',
    textUnderlineOffset: '3px',
  },
  '.cm-tooltip': {
    color: 'var(--text-1)',
    backgroundColor: 'var(--surface-1)',
    border: '1px solid var(--line-strong)',
    borderRadius: '4px',
    maxWidth: '320px',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
    fontSize: '12px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    color: 'var(--text-1)',
    backgroundColor: 'var(--accent-soft)',
  },
  '.cm-tooltip.cm-completionInfo': { padding: '4px 8px', fontFamily: "'Inter Variable', system-ui, sans-serif" },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad)', fontFamily: "'Inter Variable', system-ui, sans-serif" },
})

export const highlighting = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--text-2)' },
  { tag: tags.string, color: 'var(--accent)' },
  { tag: tags.number, color: 'var(--text-1)' },
  { tag: [tags.bool, tags.null], color: 'var(--text-1)' },
  { tag: tags.punctuation, color: 'var(--text-2)' },
])
