// The editor of an example; it is loaded when a page needs it.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { javascript } from '@codemirror/lang-javascript'
import {
  bracketMatching,
  HighlightStyle,
  syntaxHighlighting,
  syntaxTree,
} from '@codemirror/language'
import { EditorState, type Extension, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'

export interface Editor {
  readonly code: string
  replace(code: string): void
  /** Marks a line as wrong, or none. */
  mark(line: number | undefined): void
  /** The first line that cannot be read as JavaScript. */
  firstWrongLine(): number | undefined
  remove(): void
}

export interface EditorOptions {
  readonly parent: HTMLElement
  readonly code: string
  readonly label: string
  changed(code: string): void
  /** Ctrl and Enter. */
  run(): void
}

const markLine = StateEffect.define<number | undefined>()
const wrong = Decoration.line({ class: 'wrong-line' })

const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(now, { docChanged, effects, state }) {
    const effect = effects.find((one) => one.is(markLine))
    if (effect === undefined) return docChanged ? Decoration.none : now
    const line = effect.value
    if (line === undefined || line < 1 || line > state.doc.lines) return Decoration.none
    return Decoration.set([wrong.range(state.doc.line(line).from)])
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** By classes, so that the colours are those of the page. */
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.moduleKeyword], class: 'code-keyword' },
  { tag: [tags.string, tags.regexp], class: 'code-text' },
  { tag: [tags.number, tags.bool, tags.null], class: 'code-number' },
  { tag: tags.comment, class: 'code-comment' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], class: 'code-call' },
])

export function createEditor({ parent, code, label, changed, run }: EditorOptions): Editor {
  const ctrlEnter = {
    key: 'Mod-Enter',
    run: () => {
      run()
      return true
    },
  }
  const extensions: Extension[] = [
    lineNumbers(),
    history(),
    marked,
    bracketMatching(),
    javascript(),
    syntaxHighlighting(colours),
    keymap.of([ctrlEnter, ...defaultKeymap, ...historyKeymap]),
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) changed(state.doc.toString())
    }),
  ]
  const view = new EditorView({ parent, state: EditorState.create({ doc: code, extensions }) })
  return {
    get code() {
      return view.state.doc.toString()
    },
    replace(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
    },
    mark(line) {
      view.dispatch({ effects: markLine.of(line) })
    },
    firstWrongLine() {
      let line: number | undefined
      syntaxTree(view.state).iterate({
        enter({ type, from }) {
          if (type.isError) line ??= view.state.doc.lineAt(from).number
        },
      })
      return line
    },
    remove: () => view.destroy(),
  }
}
