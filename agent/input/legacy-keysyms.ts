/**
 * Characters that have a keysym older than Unicode (X11 protocol, appendix A): keyboard maps name them by it, so a
 * lookup by the Unicode keysym alone would not find the key that is there.
 */

/** First keysym of a run, and the characters of it and those that follow. */
const RUNS: readonly (readonly [first: number, characters: string])[] = [
  // Latin 2
  [0x1a1, "Ą˘Ł"],
  [0x1a5, "ĽŚ"],
  [0x1a9, "ŠŞŤŹ"],
  [0x1ae, "ŽŻ"],
  [0x1b1, "ą˛ł"],
  [0x1b5, "ľśˇ"],
  [0x1b9, "šşťź˝žżŔ"],
  [0x1c3, "Ă"],
  [0x1c5, "ĹĆ"],
  [0x1c8, "Č"],
  [0x1ca, "Ę"],
  [0x1cc, "Ě"],
  [0x1cf, "ĎĐŃŇ"],
  [0x1d5, "Ő"],
  [0x1d8, "ŘŮ"],
  [0x1db, "Ű"],
  [0x1de, "Ţ"],
  [0x1e0, "ŕ"],
  [0x1e3, "ă"],
  [0x1e5, "ĺć"],
  [0x1e8, "č"],
  [0x1ea, "ę"],
  [0x1ec, "ě"],
  [0x1ef, "ďđńň"],
  [0x1f5, "ő"],
  [0x1f8, "řů"],
  [0x1fb, "ű"],
  [0x1fe, "ţ˙"],
  // Latin 3
  [0x2a1, "Ħ"],
  [0x2a6, "Ĥ"],
  [0x2a9, "İ"],
  [0x2ab, "ĞĴ"],
  [0x2b1, "ħ"],
  [0x2b6, "ĥ"],
  [0x2b9, "ı"],
  [0x2bb, "ğĵ"],
  [0x2c5, "ĊĈ"],
  [0x2d5, "Ġ"],
  [0x2d8, "Ĝ"],
  [0x2dd, "ŬŜ"],
  [0x2e5, "ċĉ"],
  [0x2f5, "ġ"],
  [0x2f8, "ĝ"],
  [0x2fd, "ŭŝ"],
  // Latin 4
  [0x3a2, "ĸŖ"],
  [0x3a5, "ĨĻ"],
  [0x3aa, "ĒĢŦ"],
  [0x3b3, "ŗ"],
  [0x3b5, "ĩļ"],
  [0x3ba, "ēģŧŊ"],
  [0x3bf, "ŋĀ"],
  [0x3c7, "Į"],
  [0x3cc, "Ė"],
  [0x3cf, "Ī"],
  [0x3d1, "ŅŌĶ"],
  [0x3d9, "Ų"],
  [0x3dd, "ŨŪ"],
  [0x3e0, "ā"],
  [0x3e7, "į"],
  [0x3ec, "ė"],
  [0x3ef, "ī"],
  [0x3f1, "ņōķ"],
  [0x3f9, "ų"],
  [0x3fd, "ũū"],
  // Katakana
  [
    0x4a1,
    "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン",
  ],
  // Arabic
  [0x5ac, "،"],
  [0x5bb, "؛"],
  [0x5bf, "؟"],
  [0x5c1, "ءآأؤإئابةتثجحخدذرزسشصضطظعغ"],
  [0x5e0, "ـفقكلمنهوىي"],
  // Cyrillic
  [0x6a1, "ђѓёєѕіїјљњћќґўџ№ЂЃЁЄЅІЇЈЉЊЋЌҐЎЏюабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ"],
  // Greek
  [0x7a1, "ΆΈΉΊΪ"],
  [0x7a7, "ΌΎΫ"],
  [0x7ab, "Ώ"],
  [0x7ae, "΅―"],
  [0x7b1, "άέήίϊΐόύϋΰώ"],
  [0x7c1, "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣ"],
  [0x7d4, "ΤΥΦΧΨΩ"],
  [0x7e1, "αβγδεζηθικλμνξοπρσςτυφχψω"],
  // Publishing: quotation marks and dashes
  [0xaa9, "—–"],
  [0xaae, "…"],
  [0xac9, "™"],
  [0xad0, "‘’“”"],
  [0xafd, "‚„"],
  // Hebrew
  [0xce0, "אבגדהוזחטיךכלםמןנסעףפץצקרשת"],
  // Thai
  [0xda1, "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯะ"],
  [0xde0, "เแโใไๅๆ"],
  [0xdf0, "๐๑๒๓๔๕๖๗๘๙"],
  // Latin 9, currency
  [0x13bc, "ŒœŸ"],
  [0x20ac, "€"],
];

const BY_CHARACTER = new Map(
  RUNS.flatMap(([first, characters]) => [...characters].map((character, index) => [character, first + index] as const)),
);

export function legacyKeysym(character: string): number | undefined {
  return BY_CHARACTER.get(character);
}

const BY_KEYSYM = new Map([...BY_CHARACTER].map(([character, keysym]) => [keysym, character] as const));

export function legacyCharacter(keysym: number): string | undefined {
  return BY_KEYSYM.get(keysym);
}
