// What the textbook says around its chapters.
import type { learn as same } from './en.learn';
import { bend } from './ru.learn.bend';
import { cost } from './ru.learn.cost';
import { deep } from './ru.learn.deep';
import { downhill } from './ru.learn.downhill';
import { exam } from './ru.learn.exam';
import { twoExams } from './ru.learn.exams';
import { gates } from './ru.learn.gates';
import { hope } from './ru.learn.hope';
import { images } from './ru.learn.images';
import { matrix } from './ru.learn.matrix';
import { neuron } from './ru.learn.neuron';
import { fool, nonsense, shown, stroke } from './ru.learn.pictures';
import { own } from './ru.learn.own';
import { programs } from './ru.learn.programs';
import { road } from './ru.learn.road';
import { speech } from './ru.learn.speech';
import { tug } from './ru.learn.tug';
import { noise, speed, ways } from './ru.learn.ways';

export const learn: typeof same = {
  studio: 'Студия',
  title: 'Учебник',
  about:
    'Что такое нейронная сеть и как она учится: от одного нейрона до речи. В каждой главе ' +
    'спорим, пробуем на настоящей сети и честно говорим, что вышло. Формула — в конце.',
  rooms: 'Студия или учебник',
  chapters: 'Главы',
  read: 'прочитана',
  previous: 'Предыдущая глава',
  next: 'Следующая глава',
  glossary: 'Словарь',
  teacher: 'Для учителя',
  print: 'Печать',
  missing: 'Такой главы пока нет.',
  none: 'Главы ещё пишутся.',
  figure: 'Рисунок',
  right: 'Да.',
  wrongBet: 'Нет. Почему — дальше в тексте.',
  wrong: 'Не совсем. Попробуйте ещё раз.',
  check: 'Проверить',
  yourAnswer: 'Ваш ответ',
  noNumber: 'Напишите число, например {example}.',
  table: 'Таблица',
  formula: 'Формула',
  answer: 'Ответ',
  betLead: 'Спорим?',
  exercise: 'Задача {id}',
  open: 'Открытый вопрос: программа его не проверит. Сначала подумайте, потом сравните.',
  loading: 'Открываю…',
  waiting: 'Рисунок ждёт сеть…',
  bend,
  cost,
  deep,
  downhill,
  road,
  matrix,
  images,
  speech,
  exam,
  fool,
  twoExams,
  gates,
  hope,
  nonsense,
  own,
  programs,
  shown,
  stroke,
  tug,
  noise,
  ways,
  speed,
  ...neuron,
  chain: {
    title: 'Одна цепочка вашей сети',
    about: 'числа настоящие; щёлкните по любому весу',
    whole: 'Все дороги от этого веса',
    wholeAbout: 'чем бледнее линия, тем меньше уклона идёт по ней',
    forward: 'свет идёт вперёд',
    back: 'уклон идёт назад и множится на ходу',
    pixel: 'пиксель {n}',
    neuron: 'нейрон {n}',
    output: 'ответ «{n}»',
    weight: 'Вес {from} → {to}:',
    another: 'Взять следующий',
    factors: 'Множители от веса до стоимости',
    product: 'по множителям',
    productHow: '∂C/∂w вдоль этой цепочки',
    sum: 'сумма по дорогам',
    sumHow: '∂C/∂w, {ways}',
    ways: { one: 'дорога', few: 'дороги', many: 'дорог', other: 'дороги' },
    slopes: 'уклон каждого веса, входящего в этот нейрон: выберите пиксель',
    engine: 'движок',
    engineHow: '∂C/∂w, один проход назад',
    nudged: 'сдвинули на 0,001 и сосчитали ещё раз',
    nudgedHow: '({after} − {before}) / 0,001',
    agree: 'сошлись {digits}; остальное — длина шага',
    digits: { one: 'знак', few: 'знака', many: 'знаков', other: 'знака' },
    apart: 'разошлись: для такого изогнутого места шаг слишком длинный',
    zero: 'уклона почти нет: этот вес здесь ни в чём не виноват',
    all: 'Вся сеть сразу',
    example: 'Другой пример',
    strongest: 'Самая сильная цепочка',
    batch: 'По {n} учебным цифрам движок находит {slope}, а при сдвиге на ±{step} — {nudged}.',
    label: 'Это {label}, сеть говорит {answer}. C = {cost}',
    noLabel: 'Какая это цифра? Без этого нет стоимости.',
    noInput: 'Ничего не нарисовано. Возьмите пример.',
    unknown: 'В этой сети есть слой, по которому рисунок не умеет идти назад.',
    show: 'Показать медленно',
    stepCost: 'Начнём со стоимости. Первый множитель: {name} = {gear}.',
    stepGear: 'Умножаем на {name} = {gear}: пока {sum}.',
    stepDone: 'Умножаем на {name} = {gear}: это и есть уклон, {sum}.',
  },
};
