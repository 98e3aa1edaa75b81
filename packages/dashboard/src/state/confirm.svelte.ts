export interface Question {
  readonly title: string
  readonly text: string
  /** What the button says that does it. */
  readonly action: string
}

/** Asks before something is done that others notice. */
class Confirm {
  question: Question | undefined = $state.raw(undefined)
  private answer: ((yes: boolean) => void) | undefined

  ask(question: Question): Promise<boolean> {
    this.close(false)
    this.question = question
    return new Promise((resolve) => {
      this.answer = resolve
    })
  }

  close(yes: boolean): void {
    this.question = undefined
    this.answer?.(yes)
    this.answer = undefined
  }
}

export const confirm: Confirm = new Confirm()
