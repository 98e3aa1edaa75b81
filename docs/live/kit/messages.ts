// What the page and the worker that runs an example tell each other.

/** Colours as CSS writes them: paper, ink, lines, and one for each of six classes. */
export interface Palette {
  readonly paper: string
  readonly ink: string
  readonly line: string
  readonly classes: readonly string[]
}

/** How the page looks now. */
export interface Look {
  /** In pixels of the screen. */
  readonly width: number
  readonly height: number
  /** Pixels of the screen for one of CSS. */
  readonly scale: number
  readonly palette: Palette
}

/** What is known when an example starts. */
export interface Beginning {
  readonly look: Look
  readonly sliders: Readonly<Record<string, number>>
}

export type ToWorker =
  | { readonly kind: 'run'; readonly code: string; readonly beginning: Beginning }
  /** A worker that is not in a loop answers at once. */
  | { readonly kind: 'ask' }
  /** The next picture; the same once more where `still`. */
  | { readonly kind: 'draw'; readonly still: boolean }
  | { readonly kind: 'slide'; readonly name: string; readonly value: number }
  | { readonly kind: 'look'; readonly look: Look }

/** An error of the example, with the line of its code if that is known. */
export interface Problem {
  readonly name: string
  readonly message: string
  readonly line?: number | undefined
}

export type Figures = Readonly<Record<string, string>>

export type ToPage =
  /** The module `live` is there; the code of the example ran to its end; an answer. */
  | { readonly kind: 'loaded' | 'started' | 'answer' }
  | { readonly kind: 'drawn'; readonly picture: ImageBitmap; readonly figures: Figures }
  | { readonly kind: 'failed'; readonly problem: Problem }
