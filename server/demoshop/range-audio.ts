import { BRIGHT, FABRIC, WOOD, type Range } from './kind.ts';

export const AUDIO: Range = {
  department: 'Electronics',
  brands: [
    { name: 'Auralis', level: 1.4, voice: 'Auralis tunes by ear in a concert hall.' },
    { name: 'Volta', level: 1, voice: 'Volta sells spare parts and batteries for ten years.' },
    { name: 'Piksel', level: 1.15, voice: 'Piksel publishes repair manuals for everything.' },
    { name: 'Budgie', level: 0.6, voice: 'Budgie leaves out what nobody uses.' },
  ],
  models: ['One', 'Nova', 'Echo', 'Pulse', 'Halo', 'Mono', 'Orbit', 'Prism', 'Flux', 'Quiet'],
  kinds: [
    {
      leaf: 'Headphones', noun: 'Headphones', price: [49, 320], colours: [...FABRIC, 'Black', 'White'],
      materials: ['memory foam and aluminium', 'recycled plastic', 'protein leather and steel'], uses: ['open offices', 'long flights', 'listening late'],
      features: ['Noise cancelling turns down the train.', 'The battery lasts thirty hours.', 'Ear pads click off for replacing.', 'Two devices stay connected at once.'],
    },
    {
      leaf: 'Speakers', noun: 'Speaker', price: [39, 290], sizes: ['portable', 'bookshelf', 'floor'], colours: [...FABRIC, ...WOOD],
      materials: ['woven fabric and wood', 'rubberised shell', 'real veneer'], uses: ['the kitchen', 'picnics', 'a proper living room'],
      features: ['Bass comes from a passive radiator.', 'Splash and drop do not hurt it.', 'Pair two for stereo.', 'Twelve hours on one charge.'],
    },
    {
      leaf: 'Earbuds', noun: 'Earbuds', price: [25, 190], colours: ['White', 'Black', ...BRIGHT],
      materials: ['smooth polycarbonate', 'soft silicone'], uses: ['running', 'calls on the street', 'podcasts'],
      features: ['The case holds three more charges.', 'Four sizes of tips are in the box.', 'Tap to hear the world around you.', 'Rain and sweat are fine.'],
    },
    {
      leaf: 'Keyboards', noun: 'Keyboard', price: [35, 180], sizes: ['65 %', '75 %', 'full size'], colours: ['White', 'Black', 'Slate', 'Sage', 'Cream'],
      materials: ['aluminium', 'PBT keycaps', 'recycled plastic'], uses: ['writing all day', 'coding', 'small desks'],
      features: ['Switches can be swapped without soldering.', 'Quiet enough for shared rooms.', 'It works by cable or with three devices by air.', 'Letters will not wear off.'],
    },
    {
      leaf: 'Computer Mice', noun: 'Mouse', price: [18, 110], colours: ['White', 'Black', ...BRIGHT],
      materials: ['matt plastic', 'cork and plastic', 'aluminium'], uses: ['travel', 'large hands', 'silent rooms'],
      features: ['The wheel spins free or in steps.', 'It tracks on glass.', 'One charge lasts two months.', 'Shaped so that your wrist rests.'],
    },
    {
      leaf: 'Monitors', noun: 'Monitor', price: [140, 620], sizes: ['24"', '27"', '32"'], colours: ['Black', 'White', 'Steel'],
      materials: ['matt IPS', 'curved VA', 'OLED'], uses: ['photo editing', 'spreadsheets', 'evening games'],
      features: ['One USB-C cable carries picture and power.', 'The stand turns it upright.', 'Colours are calibrated at the factory.', 'No flicker, even when dim.'],
    },
    {
      leaf: 'Chargers', noun: 'Charger', price: [15, 75], sizes: ['20 W', '45 W', '65 W', '100 W'], colours: ['White', 'Black', 'Sage', 'Blush'],
      materials: ['gallium nitride electronics', 'recycled plastic'], uses: ['phone and laptop', 'travel', 'the bedside'],
      features: ['Three ports share the power sensibly.', 'The pins fold away.', 'It stays cool.', 'A braided two-metre cable is included.'],
    },
  ],
};
