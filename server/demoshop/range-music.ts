import { BRIGHT, METAL, WOOD, type Range } from './kind.ts';

export const MUSIC: Range = {
  department: 'Music',
  brands: [
    { name: 'Larkspur', level: 1.3, voice: 'Larkspur sets up every instrument by hand before it leaves.' },
    { name: 'Downbeat', level: 0.75, voice: 'Downbeat rents to schools and sells what survived.' },
    { name: 'Cantabile', level: 1.5, voice: 'Cantabile uses wood that has dried for ten years.' },
    { name: 'Groove Cellar', level: 1, voice: 'Groove Cellar presses and records under one roof.' },
  ],
  models: ['Nocturne', 'Busker', 'Serenade', 'Allegro', 'Parlour', 'Ballad', 'Session', 'Encore', 'Prelude', 'Porch'],
  kinds: [
    {
      leaf: 'Guitars', noun: 'Acoustic Guitar', price: [120, 690], sizes: ['¾ size', 'concert', 'dreadnought'], colours: ['Oak', 'Walnut', 'Rust', 'Black', 'Ochre'],
      materials: ['solid spruce and mahogany', 'cedar and walnut', 'laminated sapele'], uses: ['first chords', 'the campfire', 'the stage'],
      features: ['Low action spares fingertips.', 'The truss rod adjusts from outside.', 'A padded bag is included.', 'It holds its tuning in the cold.'],
    },
    {
      leaf: 'Ukuleles', noun: 'Ukulele', price: [35, 180], sizes: ['soprano', 'concert', 'tenor'], colours: [...WOOD, ...BRIGHT],
      materials: ['solid mahogany', 'koa laminate', 'maple'], uses: ['children', 'travel', 'the sofa'],
      features: ['Three chords in an afternoon.', 'Geared tuners stay put.', 'A songbook is included.', 'Light as a loaf of bread.'],
    },
    {
      leaf: 'Digital Pianos', noun: 'Digital Piano', price: [190, 890], sizes: ['61 keys', '88 keys'], colours: ['Black', 'White', 'Walnut'],
      materials: ['weighted keys and a wooden case', 'graded hammer action'], uses: ['lessons', 'flats with thin walls', 'songwriting'],
      features: ['Two headphones fit at once.', 'Keys feel heavier in the bass, as they should.', 'It records what you play.', 'A stand and a pedal are included.'],
    },
    {
      leaf: 'Drums', noun: 'Hand Drum', price: [29, 210], sizes: ['20 cm', '25 cm', '30 cm'], colours: [...WOOD, ...BRIGHT],
      materials: ['goatskin and mango wood', 'birch ply and synthetic head'], uses: ['drum circles', 'music class', 'percussion at home'],
      features: ['Tuned by hand with rope.', 'Deep bass and a crisp edge.', 'A shoulder strap is included.', 'Weather does not change its voice.'],
    },
    {
      leaf: 'Record Players', noun: 'Record Player', price: [90, 480], colours: [...WOOD, 'Red', 'Sage'],
      materials: ['a solid plinth and aluminium arm', 'veneered wood'], uses: ['a first turntable', 'small rooms', 'old collections'],
      features: ['The belt drive runs silently.', 'A pre-amp is built in.', 'The arm lifts at the end of the side.', 'The needle can be upgraded.'],
    },
    {
      leaf: 'Music Stands', noun: 'Music Stand', price: [18, 85], colours: METAL,
      materials: ['steel', 'folding aluminium', 'beech'], uses: ['lessons', 'the orchestra pit', 'a tablet'],
      features: ['It stays at the height you set.', 'Two arms hold pages in wind.', 'Folds to the size of a flute case.', 'Heavy scores do not tip it.'],
    },
  ],
};
