"""First names that are nearly always a woman's or a man's, to tell whom "she" or "he" means."""

WOMEN = frozenset(
    """
    abigail ada adele agatha agnes aileen alice alison amanda amber amelia amy ana andrea angela anita ann anna
    anne annie antonia arabella astrid audrey ava barbara beatrice beatrix becky belinda bella bernadette beth
    bethany betty bianca brenda bridget britta camilla carmen carol caroline catherine cathy cecilia celia
    charlotte cheryl chiara chloe christina christine clara claire clare claudia constance cora cordelia cressida
    cynthia daisy daphne dana deborah debbie deirdre delia delphine denise diana dinah dolores donna dora doreen
    doris dorothy edith eileen elaine eleanor elena elisa elisabeth eliza elizabeth ella ellen eloise elsa elsie
    elspeth emilia emily emma erica erika esme esmeralda esther ethel eugenia eva eve evelyn faith fatima felicity
    fiona flora florence frances francesca freya frida gabriela gail gemma georgia georgina geraldine germaine
    gertrude gillian gina ginevra giulia gloria grace greta gretel gwen gwendolen gwendolyn hanna hannah harriet
    hazel heather hedda heidi helen helena henrietta hermione hilary hilda hildegard hollis honor ida imelda
    imogen ines ingrid irene iris irma isabel isabella isla isolde ivy jacqueline jana jane janet janice jean
    jemima jennifer jenny jessica jill joan joanna jocasta josephine josie joy joyce judith judy julia juliana
    julie juliet june karen karin kate katarina katharine katherine kathleen kathryn katie katrina keziah kirsten
    kitty klara kristina laetitia lara laura lauren lavender lavinia leah leila lena leonora leonie letitia
    liliana lily linda lisa livia lois lorna lorraine lottie louisa louise lucia lucille lucinda lucy lydia mabel
    madeleine madge magdalena maggie maeve małgorzata małgosia mandy margaret margarita margery maria marian
    marianne marie marina marion marjorie martha mary matilda maud maude maureen mavis maxine meera megan melanie
    melissa mercy meredith mia michelle mildred millicent minerva mira miranda miriam moira molly mona monica
    morag muriel myra myrtle nadia nan nancy naomi natalia natalie natasha nell nellie nicola nina nora norah
    norma octavia odette olga olive olivia ophelia orla pamela patience patricia paula pauline pearl peggy
    penelope perpetua petra philippa phoebe phyllis piper polly portia priscilla prudence prunella priya rachel
    raquel rebecca regina rhiannon rhoda rhona rita roberta rosa rosalind rosamund rose roseanne rosemary rosie
    rowena roz ruby ruth sabina sabrina sadie sally salome samantha sandra sara sarah selina selma serena shanti
    sheila shirley sian sigrid silvia simone sinead siobhan sofia solveig sonia sophia sophie stella stephanie sue
    sunniva susan susanna susannah suzanne sybil sylvia tabitha tamara tamsin tanya tara tatiana teresa tess tessa
    testina thea thelma theodora theresa tilda tilly tina toni tracy trudy una ursula valentina valerie vanessa
    vera verity veronica victoria viola violet virginia vivien vivienne wanda wendy wilhelmina wilma winifred
    winnie xanthe yasmin yvette yvonne zara zelda zoe aisha amina fatma halima khadija leyla mariam noor nour
    rukhsana salma shabana yasmeen zahra zainab ananya deepa kavita lakshmi nisha sunita usha chidinma funmi ngozi
    yetunde oluchi mei xiu yuki sakura akiko naoko hyun-ju hanneke femke saskia anneke marijke agnieszka jadwiga
    zofia katarzyna danuta ludmila svetlana irina oksana milena jelena dragana
    """.split()
)
MEN = frozenset(
    """
    aaron adam adrian alan alasdair alastair albert alec alexander alfred algernon alistair ambrose amos andre
    andreas andrew angus anselm anthony antonio archibald archie arnold arthur aubrey august augustus austin
    barnaby barry bartholomew basil ben benedict benjamin bernard bertram bertrand bill blake bob boris bram
    brendan brian bruce bruno caleb callum calvin cameron carl carlos cecil cedric charles charlie chester
    christian christopher clarence claude clement clifford clive colin colm conor conrad constantine cornelius
    craig crispin cuthbert cyril damian dan daniel darren dave david declan dennis denzil derek dermot desmond
    dexter dick diego digby dirk dominic donald douglas duncan dustin dylan eamon earl eberhard edgar edmund
    eduardo edward edwin egbert eli elias elliot emil emmanuel enrico eric erik ernest erwin eugene evan ewan ezra
    fabian felix ferdinand fergus finlay finn florian francis francisco frank franz fraser fred frederick gareth
    garth gary gavin geoffrey george gerald gerard gideon gilbert giles giovanni glen godfrey gordon graham
    gregory griffin gunther gus guy hamish hank hans harald hareth harold harry harvey hector heinrich henrik
    henry herbert herman hilario horace horatio howard hubert hugh hugo humphrey iain ian ibrahim ignatius igor
    isaac ivan ivor jack jacob jake jakob james jan jasper javier jed jeff jeffrey jeremiah jeremy jerome jim
    joachim joe joel johan johann john jonah jonas jonathan jorge jose josef joseph joshua julian julio julius
    justin karl keith ken kenneth kevin kieran klaus kurt lachlan lambert lancelot lars laurence lawrence leo leon
    leonard leopold leroy liam lionel lorenzo louis luca lucan lucas lucius ludwig luigi luis luke luther lyle
    magnus malachi malcolm manfred marco marcus mario mark martin marvin mateo matthew matthias maurice max
    maximilian melvin merlin michael miguel mikhail miles milo milton mohamed mohammed mordecai morris mortimer
    moses muhammad murdo mustafa nathan nathaniel neil nelson neville nicholas nigel niklas noah norman olaf oleg
    oliver omar oren orlando oscar osric oswald otto owen pablo paolo patrick paul pedro percival percy peter
    philip phineas piers quentin quincy rafael rafe ralph ramon randolph raoul raphael raymond reginald reuben rex
    rhys richard robert roberto roderick rodney rodrigo roger roland rolf ronald rory ross rowan roy rudolf rufus
    rupert russell samuel santiago saul scott sean sebastian septimus sergei seth seymour sidney siegfried silas
    simon sipho solomon spencer stanislaw stanley stefan stephen steven stewart stuart sven tarquin ted terence
    terry thaddeus theodore thomas tim timothy titus tobias tobin toby tom tony tristan tyler ulrich umberto
    valentine vernon victor vincent virgil vladimir wallace walter warren wayne wilfred wilhelm william winston
    wolfgang xavier yuri zachary zdeněk zebedee abdul abdullah ahmed ali hamid hassan hussein khalid mahmoud
    rashid tariq yusuf arjun deepak krishna rahul raj rajesh ravi sanjay suresh vikram chidi chukwuemeka emeka
    kofi kwame olu oluwaseun tunde haruto hiroshi kenji takeshi li bjorn joost pieter willem ruud kees wouter
    pawel piotr krzysztof tomasz jaroslav vaclav ondrej milos dragan goran
    """.split()
)
