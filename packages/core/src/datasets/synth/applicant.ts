/** Who asks for a loan: the features of `Agrawal`. */
export type Applicant = {
  /** 20 000 to 150 000. */
  salary: number
  /** 0 for those with a salary of at least 75 000. */
  commission: number
  /** 20 to 80. */
  age: number
  /** The level of education, 0 to 4. */
  elevel: number
  /** The maker of the car, 1 to 20. */
  car: number
  /** 0 to 8. */
  zipcode: number
  /** What the house is worth: the less, the larger the zip code. */
  hvalue: number
  /** For how many years the house is owned, 1 to 30. */
  hyears: number
  /** Up to 500 000. */
  loan: number
}

/** Bounds on the salary in concepts 1 and 5: young, middle-aged, old. */
const SALARIES: readonly number[] = [50000, 75000, 25000]

/** The label that a concept (0 to 9) gives (Agrawal, Imielinski and Swami, 1993). */
export function labelOf(concept: number, x: Applicant): number {
  return approves(concept, x) ? 1 : 0
}

function approves(concept: number, x: Applicant): boolean {
  const { salary, age, elevel, loan } = x
  const group = age < 40 ? 0 : age < 60 ? 1 : 2
  const income = salary + x.commission
  switch (concept) {
    case 0:
      return group !== 1
    case 1:
      return isNear(salary, SALARIES[group])
    case 2:
      return hasUsualLevel(group, elevel)
    case 3:
      return isNear(salary, salaryForLevel(group, elevel))
    case 4:
      return approvesLoan(group, salary, loan)
    case 5:
      return isNear(income, SALARIES[group])
    case 6:
      return (2 * income) / 3 - loan / 5 - 20000 <= 1
    case 7:
      return (2 * income) / 3 - 5000 * elevel - 20000 <= 1
    case 8:
      return (2 * income) / 3 - 5000 * elevel - loan / 5 - 10000 <= 1
    default: {
      const equity = x.hyears >= 20 ? (x.hvalue * (x.hyears - 20)) / 10 : 0
      return (2 * income) / 3 - 5000 * elevel + equity / 5 - 10000 <= 1
    }
  }
}

function isWithin(value: number, low: number, high: number): boolean {
  return low <= value && value <= high
}

function isNear(salary: number, low: number): boolean {
  return isWithin(salary, low, low + 50000)
}

function hasUsualLevel(group: number, elevel: number): boolean {
  if (group === 0) return elevel <= 1
  return group === 1 ? isWithin(elevel, 1, 3) : elevel >= 2
}

function salaryForLevel(group: number, elevel: number): number {
  const isUsual = hasUsualLevel(group, elevel)
  if (group === 0) return isUsual ? 25000 : 50000
  if (group === 1) return isUsual ? 50000 : 75000
  return isUsual ? 50000 : 25000
}

// River: some bounds are on the salary where the paper has the loan (case "classification_function
// =4, …" of datasets.synth.Agrawal). No salary reaches 200 000, so those branches never approve.
function approvesLoan(group: number, salary: number, loan: number): boolean {
  const isUsual = isNear(salary, SALARIES[group])
  if (group === 0) return isUsual && isWithin(loan, 100000, 300000)
  if (group === 1) return isUsual && salary >= 200000 && loan <= 400000
  return isUsual ? isWithin(loan, 300000, 500000) : isWithin(loan, 75000, 300000)
}
