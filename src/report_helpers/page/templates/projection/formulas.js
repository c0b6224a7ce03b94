// Made by tools/python_to_javascript.py from the formulas of report_helpers/analysis: do not edit.
// `make generated` writes it anew.
const FORMULAS = (() => {
  const $over = (a, b) => {
    if (b === 0) throw new RangeError("division by zero");
    return a / b;
  };
  const $item = (list, index) => {
    if (index >= list.length) throw new RangeError("list index out of range");
    return list[index];
  };

  function root(number, degree) {
    let low = 0.0;
    let high = (number > 1.0) ? number : 1.0;
    for (let _halving = 0, _halving$ = 256; _halving < _halving$; _halving += 1) {
      let middle = 0.5 * (low + high);
      let power = 1.0;
      for (let _factor = 0, _factor$ = degree; _factor < _factor$; _factor += 1) {
        power = power * middle;
      }
      if (power < number) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  function compound(base, growth, years) {
    let value = base;
    let values = [base];
    for (let _year = 0, _year$ = years; _year < _year$; _year += 1) {
      value = value * (1.0 + growth);
      values.push(value);
    }
    return values;
  }

  function linear(base, growth, years) {
    let values = [base];
    for (let year = 1, year$ = years + 1; year < year$; year += 1) {
      let value = base * (1.0 + (growth * year));
      values.push((value > 0.0) ? value : 0.0);
    }
    return values;
  }

  function logistic(base, growth, ceiling, years) {
    let value = base;
    let values = [base];
    for (let _year = 0, _year$ = years; _year < _year$; _year += 1) {
      value = $over(value * (1.0 + growth), 1.0 + $over(growth * value, ceiling));
      values.push(value);
    }
    return values;
  }

  function bass(base, ceiling, years, p = 0.03, q = 0.38) {
    let value = base;
    let values = [base];
    for (let _year = 0, _year$ = years; _year < _year$; _year += 1) {
      value = value + ((p + $over(q * value, ceiling)) * (ceiling - value));
      values.push(value);
    }
    return values;
  }

  function fit_compound(base, end, span) {
    return root($over(end, base), span) - 1.0;
  }

  function fit_linear(base, end, span) {
    return $over($over(end, base) - 1.0, span);
  }

  function fit_logistic(base, end, ceiling, span) {
    let odds = $over(base, ceiling - base);
    return root($over($over(end, ceiling - end), odds), span) - 1.0;
  }

  function compound_drawn(base, factors) {
    let values = [base];
    for (let year = 1, year$ = factors.length; year < year$; year += 1) {
      values.push(base * $item(factors, year));
    }
    return values;
  }

  function linear_drawn(base, sums) {
    let values = [base];
    for (let year = 1, year$ = sums.length; year < year$; year += 1) {
      let value = base * (1.0 + $item(sums, year));
      values.push((value > 0.0) ? value : 0.0);
    }
    return values;
  }

  function logistic_drawn(base, ceiling, factors) {
    let values = [base];
    for (let year = 1, year$ = factors.length; year < year$; year += 1) {
      values.push($over(ceiling, 1.0 + $over($over(ceiling, base) - 1.0, $item(factors, year))));
    }
    return values;
  }

  function years_until(path, threshold) {
    let before = $item(path, 0);
    if (before === threshold) {
      return 0.0;
    }
    for (let year = 1, year$ = path.length; year < year$; year += 1) {
      let after = $item(path, year);
      if ((before < threshold && threshold <= after) || (before > threshold && threshold >= after)) {
        return (year - 1) + $over(threshold - before, after - before);
      }
      before = after;
    }
    return null;
  }

  function doubling_time(path) {
    return years_until(path, 2.0 * $item(path, 0));
  }

  function cumulative(path) {
    let total = 0.0;
    for (let value of path) {
      total = total + value;
    }
    return total;
  }

  function implied_growth(path) {
    if (path.length < 2) {
      return null;
    }
    let last = $item(path, 0);
    for (let value of path) {
      last = value;
    }
    return root($over(last, $item(path, 0)), path.length - 1) - 1.0;
  }

  function quantile(values, level) {
    let position = level * (values.length - 1);
    let found = $item(values, 0);
    for (let place = 0, place$ = values.length - 1; place < place$; place += 1) {
      if (position >= place) {
        let share = position - place;
        found = ($item(values, place) * (1.0 - share)) + ($item(values, place + 1) * share);
      }
    }
    return found;
  }

  function scenario_growth(growths, level) {
    let chosen = level;
    if (growths.length < 3) {
      if (level < 0.5) {
        chosen = 0.0;
      }
      if (level > 0.5) {
        chosen = 1.0;
      }
    }
    return quantile(growths, chosen);
  }

  function bracket(growths, level) {
    let position = level * (growths.length - 1);
    let low = $item(growths, 0);
    let high = $item(growths, 0);
    let share = position;
    for (let place = 0, place$ = growths.length - 1; place < place$; place += 1) {
      if (position >= place) {
        low = $item(growths, place);
        high = $item(growths, place + 1);
        share = position - place;
      }
    }
    return [low, high, share];
  }

  function between(lower, upper, share) {
    let values = [$item(lower, 0)];
    for (let year = 1, year$ = lower.length; year < year$; year += 1) {
      values.push(($item(lower, year) * (1.0 - share)) + ($item(upper, year) * share));
    }
    return values;
  }

  return {
    models: {
      compound: { path: compound, fit: fit_compound, drawn: compound_drawn },
      linear: { path: linear, fit: fit_linear, drawn: linear_drawn },
      logistic: { path: logistic, fit: fit_logistic, drawn: logistic_drawn },
      bass: { path: bass, fit: null, drawn: null },
    },
    root,
    years_until,
    doubling_time,
    cumulative,
    implied_growth,
    quantile,
    scenario_growth,
    bracket,
    between,
  };
})();
