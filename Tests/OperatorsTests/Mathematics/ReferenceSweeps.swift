// Written by Conformance/mathematics/references.py with mpmath, 50 digits.
extension Sweep {
  static let ofFloat: [Sweep] = [
    Sweep(
      "exp",
      first: [
        (-1.0, 1.0), (-80.0, 80.0), (-1e-39, 1e-39), (-103.0, -87.0), (80.0, 88.7),
      ],
      places: """
        J.+.I9)+H,A%+B'C3+E#9>+)2F:+1#15+:800+5:7)+B53++#&#++:CC7+A&FI+</:3+%I1*+)&C;+'%AF+E9=6+@J
        8=+E1@:+>*8<+:'A=+$+(C+>4<=+2$?I+$/7E+7JD4+E;4D+1;.8+@>,H+5(*H+<&6(+D').+;>II+51A<+*,A9+.%
        1/+.&.$+6(</+@78)+=7J<+4&&J+<1*%+F&.=+=24;+8,.'+2F+8+'4.7+DG+G+=C%9+7*#*+FBH0+087F+GC<B+%<
        8H+B1:.+?$%7+.-EF+9:7@+0/J/+G*#/+B75#+6?<*+.(6A+:GHA+*&+H+%I*,+6+/8+F<><+-@DJ+B+6,+J/$F+7A
        :@+8<*A+?G?6+4G3A+1D/,+J=?A+4*H=+D.5'+JD4@+E47,+3I=3+CH7-+'+)E+#G3?+/C;#+#E.>+*EA0+>%:G+I'
        BA+30HA+-A>&+HD81+=D@H+FB5G+'25$+G%F<+B4.3+/*B<+95@J+B+>H+$2B&+956?+J9'2+5;.#+=3)D+<B2=+<(
        +:+*J*.+86CG+1H84+%=->+/*9.+<:J%+B@-E+-,1<+JJ:#+G*@4+//G1+E-JD+%H(-+*C1H+?>BA+C2/H+*5-G+$G
        6J+1A@>+4#+(+500;+A;)$+)<4=+)0:&+EG)C+&4>$+#,9=+>E#$+$E>?+7$+3+=D**+*>F/+5?AC+)68)+.'1%+8$
        /E+26%'+5-I0+4=8?+5=5C+&3;2+3+E;+&EB5+HG,3+@CEB+D/#$+&9-8+73$,+,4B.+@3D@+69(*+>I;0+*9%'+F6
        $0+?1%2+73-8+45?<+%>@D+D+C#+%;44+4ID1+9,4&+1CG9+.H)%+:B2'+H7,?+@$$D+2@+'+$#A>+3.41+9'%9+5:
        ,?+-'-++D)F4+8?2(+,-7.+.B6.+>I-++BC?D+'@6/+*4@?+CEJE+7?HA+$;
        """),
    Sweep(
      "expm1",
      first: [
        (-1.0, 1.0), (-0.001, 0.001), (-20.0, 80.0), (-1e-39, 1e-39),
      ],
      places: """
        8jmSfk+#`MH38K4#[/?[*U,[T-e+e2%dl[e3b3K;-R8;W`0Sb?0d6+qdg$';M5Jd3^*3Z7Hd(fK[O6>[WG4C,R[K@B
        b#Hr4dZQ?;i&*CRm3S&e:+^<*[^D73JK2db&.dDhR;Km5SRaDCT_j#X=YdX<.[T#iK$I3d`M73mD43RTFdMq:C-K;#
        7c9l3g@#(n@[.J7;_@>3nk7;Tr%d,Il+4QT;lGI+SaE+QO*CgG43LaJKk35ll=0ST'(ds-,dnX1l/MsK;A5;j93[4X
        -KGT7dFj'+[J*lK4R+kH6lh'8dV&'Cp;BlD>9;In([4mjK7F3;qIA#^hKSUMFKoPhCRcJ[pIN[X]M+1fHS6&*SNJ][
        EKF3Y,/SMjg3'q>lce7#CQ1[gI4S_JC#N$:KSW>C54G;TQ0dK*olrJ++3*J#F6I+Q^BSq&43:)e+dA>#VYA[Hbm+9M
        Dl[+3#(?3;ccCSG]nlM$H#+r8#DL<C4cT[`%'[6FQC4VD+pg%lYe,[rpH[.N,3NA&l=9fCC:$[5,#KYa:SX2D3Qe@S
        Z[j3YjF;OVBl4n7K#<1S+c/[-SF3Bf4d)4-+k2B3N`eClOJ[X^?[sX?+.nFK6X%#,QOd:gOCma;lc.Fd,B+;Yq*Cag
        8;RQ:SE==+[=%C,qFlKS%#QB3dl:=#fPSSS;6#=]D+E`B3lX'+[_'3&?R#WCR+3[:+,8$l(ARS(^3Kk#'dXc4CJ2B[
        Br)+3n'deC?;CSb#1^ES7PIdHHH[D:+KR3KlLH=#&]&d(*,;G:4;1,*+LgDdjZAd>b<#Ue6#-d)d8.nSD79#=5,dO=
        8+>_2Ch1cdkiY#</4CEW?l%%#3i,'lsgb;7aR#I@,3dFJSSMSCXJ0KK_3SK-6C=j2[k/)C#Y%;o7lCX>B#T4)[B.63
        %4nlI5PCf(c;A3n#jnA;lm@;/,>#aD4#j`Fls4I#Q0&SejW#TK'S6s1#%j5K
        """),
    Sweep(
      "log",
      first: [
        (0.5, 2.0), (0.9, 1.1), (0.0, 100.0), (1e-42, 1e-37), (1.0, 3e+38),
      ],
      places: """
        0_-l7E8Fp,0.$YC6h$[HIe>iI$[<S*6c;i<H`Fm<+W4h$j=5M'.`0j:<o's4l&AfDfdGYCAi#M+nj7VCq-'[5ipJM>
        m$)h0NS%V:C:2S6`:0mG-$<Q<ki8j>:_F_<'2js<M>1_BEY-b1mp:fDEp;N:1dFVI%(Ge*[P>LCC(1QA$c1_4G3/]?
        JP2SB>+&qAh]:cA>S6[?[SEd#rJGZ$d84j>7Y1e,pRG^4A-1q4)>D`5B_1o%l)=XE309m=Rl$M$2=2m;&#4KD32D_;
        )U6j<j5-n%)=Aj06d,f.2X=l2Er>S9UC=s905C^4HK,U47GIO=n)Aj1Sr+o#IU$]G>h#m4AC2c9[r'K7.i2O5SQ<`>
        8o$oFFh-f,R3;c,AVCb13S>O99;5^9<>(d.nsEb>G0#a&^D,i&TL)V8C=@h9,4&PG43*X:?30j)9R;pDZc$MGfm8a2
        iM)^-%;&L'OP0i>oj2b3B)'eI&?>mIFK,Z%CH.h7sF,TG+pJU*da7[BQ&3g>$>Bh<lC<LF)J3LB-&-g4)iHfA*L0q<
        jp3i>aT&L5=Z8V+R9Ic.+S'L*.+:X/$jDh($k'o(dq(g;QJJW*=m*cG@<=Y*3g,a.+OEgGQI.gCUe8P6A#IfDgE8h5
        .Cod'OF(^2S6&K':C.s7-E+TCGc&q&jb1MD$-(XFI:Fo61i6P0Wm.h%6[#bDYF7L->.CqE:B_O<cpFWD8WB`FJ>H]D
        4Z#r9A*7sA69Fi/7&)V5:S=h2E%9s5(Z@M5VK8R#Cq:l*/S4PG::'iD#VE_,seDgGr?Bd)SGI]JA,4f$=6#g%24.q1
        /A1r:,]Jf)RZB^@EUCaA1r/f46Y3f4aS9e'`P?c3B?1s#pk%qCk6.dJL[>s7(G%q2:m+e86K-f(G_DhH2'$b@i1>^C
        ;'G_(6o:R;S'9jA6V)qG`iFfD<1;S-7F+k8Ob@q0i#(j3RsF[Geq=h1*9.^?
        """),
    Sweep(
      "log2",
      first: [
        (0.5, 2.0), (0.9, 1.1), (0.0, 100.0), (1e-42, 1e-37), (1.0, 3e+38),
      ],
      places: """
        ;]6pAEDAQ&=@ChB3NCNC#s;Q<%O'aBDM-^C2L'pI;N(])jJ:^)BL/Q@Ci?W8c/$]DLaJs<&gCV6oQ3^@MBC_$rMJO.
        ZE%dAVQ-P.3C'[EZ8*a%0#1_&]q:V&IU'W*I(ZN=l9>V<5d(q7ra3P2&m$`FGR(f'?%%]7ki%gH>%EO1,W:s>%.<d-
        )N@SB@-$m)il8X(;aFQ?MO.s8p3AW4S-CV78_3Z?r^Bk,%1;p&(F3`&%TDj1P-'n2E$/gAgN4V,%4'T4FG2qF:->g:
        *pEX5P(+h*,94b71]Jr3/_(M2@r3kAqF/OG1=3f<0s7r;A7CX$d>Gh']j8aH+d>e1+P1fJ+09O'oh6l0$T@a;ba&[-
        =L5b7<`JS5rE=k%5M8gDJ_7T86+%p#C?1p&^g#N3I@IfEs6;O6fn#OI1,D]G(4?sBAJJW53A*k1*dGeAPOEU%ObAo-
        hc<c+;:)L=WpHh.MeJbC0C1a%G-IS4J_Bn,A:;g=]2,Q62kHT,YmBm1_2'f2-?;M2[/.hI%5@]B=B5nAAk<R(?f(b(
        no>[A[`=dI#c'b5b@4_9'e(Y)*J&W=-rGm0BN2V#ab(q?c*6aI,T:S('-*oBIgHZ-2c6TAVG>U,UXH]@D>,a6dDG`'
        (3^`8NI=dDW1GS/IG)oE6J<W59nAi*diJM*+B?W5,%-r;7Q.g(YqCU*=cAR0s6-m)1C2Z3$2^q8_^@^E;lBM9(GBQD
        HO:n,5*=l&),8k46%)c(6a$ZGBI3jA,YGX-pl>R1BX']3=O&M&(A(o+&N6M)bi5]9l:)m5QI=p;<G%f=<BHZ<<=2L0
        &=8Z2'SAp=ok%W'*`$]#%h?V.'e&RET_.V1Ra,^G<JCS&QR(^-N1$K#Wk6YA:96U5EW/K,:U;eIDM#b0@?)s$g;Ce9
        3?HZ(0W?gEQ@*U61i0h&qmB^6#4>jG>6AMEiM/l;jG9X0^V-o>f_=_C/&IgF
        """),
    Sweep(
      "log10",
      first: [
        (0.5, 2.0), (0.9, 1.1), (0.0, 100.0), (1e-42, 1e-37), (1.0, 3e+38),
      ],
      places: """
        EW<`9G$)O'J#4K?4OCh+@L0k84g5bJBn&hC1T1m7Af@Q(r:4O$,_El+4pJK)WF;c<YT-j;;KE^He_GZBf%6[2Wp%`?
        h'IT4kS?R78D?k:b1,^E)3IfA`OGPF?W*K+5Jif1OI0K:Ip/TBSj$Q8)nI]1<h$nFA%(bAZa(O.9'En;(^#f)G)1e,
        <[8e>D<7Q#VX;X+<kI])cU8f>K$GS(lD.f,*nE[ATR%h,+<Gb0+%+K9*s7[5r/*o?4?)n/si@m#+=/fC5?9[=#)/k&
        FX#R-d)F[.E$Gq/?SAV05N%WGJpH_0[GDN)?,@aBFX3bJ857r.dBFN0ja3]#4g:n%-R/PA<#9p*oRJh,3]:lHgK8YI
        %m5_6:h&P'i)Hp,)MG`28o1^%&@;UB&),SI`s=eF&=HZ)LF(j?PsGn2:9Bq;(H6RF<EIY'4G2^4*l$j0MSAf$^WARF
        ]LCk?'>/dIQ_7T&^l.r%$22oH#C2T4/b(WJ7%/_)['&m++^#Q1rj?e5K9IgA>*8pJs@>fD;95N4A#4n(=b/K<>a$VD
        Qe'O)WiFK6$a@N6K5>^-'VDn?9??]D4T5Z<#O6V@`rJK=n:JR>HaDdF13?U>9e)S#F]Jd'e5)hDWdFnA)$$kDdB+nC
        70XU3X)8c*]*3g,48+rFG1JoJ)d'o7Yo>L0#JBb<'&JNF8m's$SQ?`,(i)l'T@Jg+A)2m6($`c<kg)mI?MDP082Fq$
        ;iDk(<(%b=.FAl/6=:fJH]+`A1%Il2Eb*f@_h9LB>M'fHELFm%;=9K70m4e@Pr(P-f&(pDV=<`.(F?k#7HFn*A8;P?
        $?#L=-oIa7oO5M#2O0n)8k3o<,Y+o;pL%m'Kd:l6:E?o&QsGLAqC#e/cm+K=-#$]6(NAU8*Q6qD6k0]*(7FrE])9_9
        $74N%Ae%lEi'5b8J_2WB_L%Y;G@Hl0#19L=ln@`HfEGqAZN*ZGo_=g$I4(W3
        """),
    Sweep(
      "log1p",
      first: [
        (-0.999, 1.0), (-0.001, 0.001), (0.0, 1000.0), (-1e-39, 1e-39), (1.0, 3e+38),
      ],
      places: """
        4`&S7]HF[,F5AdC1o2SHEcD[I%^D[*(N(S<>T&[<:n7;$N.;['<fB;:gT9C4f,JdDnY*lChZ6K+meB+CgC<C5gX.+>
        cA:d0^q$;:K%,C6k#J;GB-/3<_`<3>HR$d<4H-C<T$BKBKn?#1li6#DDT;[:$e&+IM7>;*Pp)3C$(=[A=p;[4C)'[?
        F_6lBVJHCAMW5CA1r9;?m_>;#o4&+$oG)[>GNH+,^h.+4Z7Ad40&:[5YrG3%RDESE)2$l=nR4S$PH7S;#?*;DID&C;
        HPId<^-DS%Y<+l09R2K.^jJ+2ge$C9V:2l951,+4FY1S4dH@l=^.<#1Pm&d#=j;lGBkBd4TA@[9eY;37:fJ#5aM;d>
        CX%3FBg?S,R):d,`e:C1:Q>[9#3:S991$C.o`+;>;$);&l?1l&OL@+8?/J+9(=3+Go--S:F<>#)8^*#DYXG[GXW<;2
        nMI#-$-F;'PWGS>jTAK3a>B[IH('3IIsI[%2:(+7i*ISG/s'#*jZ3[BY<H+>JG?+<b40lFB1%[B$.?K4CM1+A5j/;<
        ST>3>Km>l5Ah#l+MGJ;.-pB[*b)>C/1]B;(0N<+(sc9C;O=1S*&ZDlG9(##*Gn.#.Pa:+GO8#dClb7K6?8>;DqD,S5
        l1@l'UH$;2p&AC'TAHl7U/?3COr9l&pb0SD6DACF'/J[6FR-C0MW.3%=K2SDP#0[-#70+E37-S<Lp/SDCM&lF?I'+D
        /p,+9RI:[A>2,S//'J[5&o9d24;);5/N$;5ld.##$XHd*&qI;G<.?#DDOJ3,TP7dGf?*d)^'/[Jm$D[$B)I#%#&B[1
        B'8K:?S,S)hQ?#@0f/#ATb;#41eC#4Ob:;'Lm>33B(++#g]-SC]E9KJRNAK76BHl2Ms+C85SE;(6s#KH=(4#@RID3C
        'G<l(#cIS;L.1#A9Y6KG]s>;D@$.S-EB8[8ecF#0NE+S3Pq>SGbT7d1,&Hd?
        """),
    Sweep(
      "sin",
      first: [
        (-1.0, 1.0), (-10.0, 10.0), (-1000.0, 1000.0), (-10000000.0, 10000000.0),
        (-3e+38, 3e+38), (-1e-39, 1e-39),
      ],
      places: """
        =+W#eS5h),636O*+%#rj4R@[s-HR,#0-R.=3Z%/]rdjVnr%Sh*V4=;rhU3b;N/P86K`7-.Td;&j)9CESgl3C.Qm*^3
        fX&(6dQqObI;-9H$oS6<m9_3r:A'R35HPi034,@W(;VrCZUK#$Kh(#Z&3km#@'$R-KB,;l+djNV'H3UOm%l[s07R;#
        ?sHIflJ2r9k[+Bb^E;2#W&f;i)Apf#cCfqV;pjWe%lPUm>sC`%is-[kU5W^lS1Y&'+<h4,`d^aaG/[P8ZYa;p:LVf[
        Hn)F[d(8G`ACj/M@V+TTiC=+2PeceClQ%'=+68.JO[%B,UmC_'^f<#MH3sLS;7<MnCS>`QECk/)q8+@d&P8#C_Im][
        +dB]C;^dLaV3,d$W0l+:W2d[^4WW4;A6KjOK]@;gKC:2B(`dO;iUV+H$:8l#(U#8V[&X4C)39RZ&W;&/-Q?[(nb#Jl
        NOjh@#*:0PPSQSnTYls/FCD[%oR(=C-)1Kh#$&BSlC(,U;0S7^OG&[p%j%2[#DP'Bl+:VJ$C/.B]YKZ0B4h+F=T'aS
        i]NA=K^mQ[Kl00/7F;/?1am[GgmmQ[4sXS@+['A#llSOV=r[qqh:jl#hoH.KJ5/nf[fZ>=FC`YCn]+ob[]`;R-Ho`l
        oG=M`S,ohb@#N.hrZlMi&'T32]m_g#aT&F:C$,#<7+(MJ3kS0#c-&3;YX6#3lXma#+A7d[<#rgjY?KaSpmHl9oMb9[
        =V`FllJ4F<K;,Y`A0Srbe?Ld0r1HX3&[cUYlV@@an[.qFo`;/XR#M#I&NpNdS.]Gmd/RS2=#>W9Z:+cDQl3#/5`<_;
        G?B,`Cf;$geds(50;C.^>LE#clKcoljo%_WSWi/hH3fOF@I[pmr,GKQfV9K;2A$Bm[L@4g^df`Sb?COfA[8#mpA'i3
        >`+*[;d(:#A;>_Bd*dr##Y@;G^8(aCF9ZM&leE9AV#6-d<7#KqsVKdZ0d7nK
        """),
    Sweep(
      "cos",
      first: [
        (-1.0, 1.0), (-10.0, 10.0), (-1000.0, 1000.0), (-10000000.0, 10000000.0),
        (-3e+38, 3e+38), (-1e-39, 1e-39),
      ],
      places: """
        )oOBo+2qn</+IoTp9+0A3*/+A+_a2+:)g.^+Co:,-+E8Krh+655lA+8L0eX+;XeQ5+,9=_Y+#2d.*+9?DB]+&NTDD+
        -pkSD+GPkB++,B37m+/bUh4+CQfQT+6)b#W+(ig6F+#YX=I+5Vm[N+/Z-_[+H`42I+F&*r3+82KMF+AYP?R+G00%e+
        9lr7R+0HRhK+554Hn+2E5M2+#`,Do+1Eq9&+@IHc?++F4i?+4cSr'+1oF2N+Jd5@U+.U5^h+3fUM7+)P82*+-9jZM+
        =F9(c+>AmkU+-k'Mi+-kD;W+C2&Cm+2:alp+0e;c2+:87.J+#dk@;+:cN;h+F]o(L+934l?+Ao4-*+2l%9#+I`dG#+
        I?map+*0gp:+,YJ%d+#6l/C+9Z*?6+F$k+R+7pqDD+E?_Yb+*#W6V+-=<p-+82T3s+>S(8=+?0,Ue+,8:AJ+6bS*%+
        6H'Mp+6jPOU+;,CGi+?W^)^+IrG`W+E(Y+Y+EiHWe+6j]1D+0_IB1+*2KYs+*[5=h+0<&.@+<-N<#+E&ZfQ+AC]Ym+
        /g6Ib+3oL0$+&c`W<+A9LKO+2OC.C+E7?QD+5@/fK+9m8XG+IVrlf+7MjX&+0JhW?+DQ=3n+@Zq)n+)3RnH+Fs2eJ+
        ?UchC+:d^7n+G5;6`+4]rG4+2@hko+3ib)`+4k'G%+).2V?+3CaPE+)=e@B+?-c@Z+2bjeT+<ss<B+8Hh*6+>_'2.+
        1QHk/+8qXO/+.j,M.+DeiJG+<(jiB+?(^[>+G3RiU+)o2iV+*#nmB+)SgS(+J<0k4+/d0N?+C7YjX+7T2%H+%M474+
        Ibn%8+$,Po`+5]2I/+/,cA%+7rZE*+#@Uh`+HY'c)+9q+]8+;:rX2+2CId>+7_e@^+$b0)J+:]Ms,+6Zp'h+BlVr:+
        FUC-U+-pk_l+8<1.(+(/KDX+=Bs7>+#dndi+=qUng+/_o0Q+@pl#g+#bLY(+
        """),
    Sweep(
      "tan",
      first: [
        (-1.0, 1.0), (-10.0, 10.0), (-1000.0, 1000.0), (-10000000.0, 10000000.0),
        (-3e+38, 3e+38), (-1e-39, 1e-39),
      ],
      places: """
        Em%4JS8Bm523H:hnC#Or%O9[c;h7:#J30-k3blEpZdqd@CkSj.Ol3;k8`s?;Vl6h=KoD-b@d8;C/7C@Op_sC+)/1^3
        Q*NQ5dh,EeF;9?2EBSGo$_V3XnfQB3,?(RP3FYln>;h/Mo]K=pCJN#VLF+'#8]+`1K6*222ddPHh>3n*EA.[hH.qS#
        C8s==l-=Ee7[8JaUi;83gk^;loCsB#[*7d[;n^oI,lkMml^Cjr0@,[ZG'm+lnM_+V+<D*s(dQ9?XD[k]lVg;K*2C)[
        ?n)49d(7h0lCKg`WH+^<RDW+AKRl#COVf]o+<m1XX[$?,TaCb]5L?#ThMU(S)i][6Cd.c;&Cqe.P8+1/$]##'GRfZ[
        Hjd:V;LjI'Z373$NKlJ@.6M[KTc],;B&A_<KX`MjaC?-TaIdj($O?+#J0lZ#;Q]EA[#,ACF3.^fo1;4(.VA[/I<:Dl
        lbZ3q#E_VE<STab^0lNXi)n[I*kmNC'+Rh7#AKA8>C;VH4HSG1i*%[Y*@Vf[%ZK4fl3&e%ICA@hejKc#Q`%+:12^5S
        Y%LDjKc0.hWl5ii^5;#)m,'[.IKiT[Jl[%I+jI+qIlk;QbT[ZA/c?l$:-oDKJ/PGh[[5F,MCS#dZ#+hj$2j;[m42ol
        WrN:OS(D4Xp#o6KW6lm0[*O3'W);,#KJnJsC+R.67+HS(UZS4.'j(38LA-,3^MDPe+$QJ._#Q&1M2Kpn*g@l.%q[A[
        HET`Wl/VZqf;FCL^<Sn,#8WdFqieP3:f1>]lL=TF+[J)(?9;?n8QY#>s%'[dQ(ZZjd3-j_1#?l[8L+h[mkE#$VfJr;
        5OO:eCL+b*Edif1:,CERsM4#sH<lQlhie,?SpI-5.3l'(L#[_k/Q;K^MrOP;HmKG;[YY.hKdU0&3-Cq1TZl#a'df`3
        =%*B&;e]_oi;9a2e#dW$ddb;;lT0qC1r4#TlcTcU4#;UH:n#h4?d6dWe;aWK
        """),
    Sweep(
      "asin",
      first: [
        (-1.0, 1.0), (0.49, 0.51), (0.999, 1.0), (-1e-39, 1e-39),
      ],
      places: """
        J3#Si@D#N-@37;&#aDH[B=>[iAA+r+6d]'<3LI9;BBG;^)@SR+1dC>*df=J;UH)d#=;3n>5dJ?C[O2D[g'8C/4AK(5
        .#F%Ado*&;VB<CT;FS=1E+N47[KA,358>dQ-?d*).;P;JSXA>CO=@#VA9dU4F[j&8K)-5dNCG3Q2+3Q.1dQ-2C5D+#
        ,78lI+<#FEF[<AD;`*'3^0%;]3.d2J#+.8(;i62+`<8+qI5Cp843QF8Kn=0le?%SSGFdU&,dKF9l$G0K?7(;K?7[8&
        8KCD=dBJB+YI?lf?G+eADlY@%d[AGCnD1l*(-;F3#[*0,K(/D;P=0#l-JS^@DKi<>CN;,[l-7[q?7+BH'SJ/=Sn.,[
        /@@3m'FSc#63-9Ilk',#1H5[`,?SfG%#P5)Kp(&C*,?;j8&db2(lpH'+:IJ#.+1+cG$SO;53<,0+U=/#oC6[>0@+36
        5lU*1#A6F;V>IS#D?l_(A#</F#F;+C3$E[f>J[3<4C;8++_@;lk6-[Z+6[)4$3o-Hl$6BC8/>[G&8KN*%STG(3_GHS
        k(/3q++;pFDl3GFK$11SC,-[G963+98d?C8+^$I3kC8CY$?[^2?[p,@+H(<K,8@#302dI8/CV='lN>8d07&;^G=Cf?
        I;h7/S-#2+e)1C3+9lo8I#Z18dk??#]C@Sh+'#5:D+&183O>)+jDF3I:%#R%/+H68+;>;lG/6S8/<K[+%d[C9C.H#[
        9;'+BACdb;7;3@5#%.BSF-%d#I$[GCEKm2Fla1(#C9Cd,(=;A,,;:H)+M&>di>Fd,=1#bJ+#(B%dJ;+SG9<#936d_5
        6+GB,Cf:=dQ20#DC-C/.+l-'G3R$3l`*I;0/0#'G%3r.(SP3>CmIBKM=:SmF'C+)1[f?;CI==;e2<C]84#S'G[48D3
        ')4l0C@CN+6;>'-#h2-;S>;;?C.#O>)#_.8lkB*#Y#ASX$C#p4FSC51#$;1K
        """),
    Sweep(
      "acos",
      first: [
        (-1.0, 1.0), (0.49, 0.51), (0.999, 1.0), (-1.0, -0.999),
      ],
      places: """
        FD8)')=)GG,,1@7$<(8I*+I'A)@5)H6+.69*>9)7))C'B5045453*?9F0+A*@&2B7?.F<?1#=>D*IE)EIJF4%/2<$/
        $#J708<5<(A=1%),05B1H-9D;%H=286.C:JGD8>56$?@G;#=E3+?':G)B2,C*A.#>A:3>5H<9C+1&4IG7.GG*F.(*+
        EBE7?47<3'@%9=0*(5G<BF#'BD/&E980,A,?;/4E9?9(39'==B/2+;<;8?(7:>#IJ&58#786(:F?-:&65B5,>>&#A#
        &9C;(.&9I%39HD'>GC<)1@.*B:8=E1/<0'>6H#0DI:&F'2@2B94+,=<GJ>3>CD8@9;9,=$$G;/3>(G*&.?<F+*)31F
        1*<0(6>'2$*-7->J<6.;$9/49G0)1:@#(C6+F699A36B=.<:/0'GC%?@)9:DFHF1H:3JF@'*,4CCA+0;'('E*2*A./
        1@GIG,'/#.#+C/$<E?;J0JJ28'G@3G$$H50?G1-@-8&.F,;>40E/$%E43*H0GEG3'2DC9B02G(F7D&*5I3?:GH.:'=
        EJ?#D4*G3;<+5&A:<E=:/4-%I-#>=-(87((CB$86&(?8$8->.EG#/4.>GI5,D.6#5F8=<B''7+&4=+E08.D<%:;<0>
        1@,BB-08JA05375HA6F.4*11H<1*DB$($0=HAB3-'+7E::3?5#'<'.(AA8I7;=H.B'-*/:=2.D-F>G@HF>$<G2::;B
        (,068)7A%,-?I*>/<F3+J3J.J%=HI<(C.1+1/E(0&AJF:6J8'40,J%*FH#F#1>%G<+A?0%.81)7,<,,%IA>4:0G@@C
        >II=C:C@G:IDH8)(4+1FBBGJ<?<89>94/$,F*.A&*74GJ+5D&-B%@92?&B.;E#=5(@0>7GG?8@*EC=E-),I60>?-,>
        AI$<8(195H1@+6D/;D6:6?:B:<@@?+&J.3H0=)($$$:E#8D>20?,6C0(D,&/
        """),
    Sweep(
      "atan",
      first: [
        (-1.0, 1.0), (-10.0, 10.0), (-1e-39, 1e-39), (-3e+38, 3e+38),
      ],
      places: """
        *]SadQ;8NO38'K+8`0SaD_+as0d8f(+af[[8W#[87Wd8R_+aX9Ca+@Kao%C8Y4+a/pd8r$la&kSaW%+a_>[8ANKa?&
        l80USaqe;8O038Sh;aIX+8p?[ae538HsCaL0#a:Sl8oNKadp#8oXl8f7dao)+af>SaG%;aPqK8i)+8MT+aqjS8Ja[8
        0N3a%X;8<Yda&5;8W<;8PoK8go#a&#[8%hd8U<+8oZ[8o`38XF38lRlaV?3aN$SaV4#aP7labbda5fSa%0l8iA+a,T
        Ca2i;a:bS8o2KaYAK8d1lah1;ai-C8hDdaH7C81M;a=iKa3#l8W(;8dfSaq^Capnd8VcdaS0Ka^l[8<hCa+J#ac4da
        3sK8[-SahPK8$h3aRfC8.VCaT53ah4#8c([aXT;8E*;8mp3aoHla]1;8$.+84DC8WeCam338G<S8jD#8KRda?bd8/[
        [aK?[8B;;8_Xla+M[amE[8DM+8Gk380qlaf$;aJ@S8,_#8kW#aVP#aXN;a$p+8T?#aH?l83:#aI/3adL#ae%+8sg;a
        mbl8d[l8jY+aISla6I;a7d+aIY+8(mCa.2+8L9+8_gS8pZ3aZdCail38<Y#a.Vl8=UKa)pd8N[3ao%Ka/<#8ZjC8Ts
        S8RmCaG=;8V%S8@L+acal8T?+a]9l8SNSaZ##82l+80m;8WZC8cZl80El8VE[82YS8D)+aC>da.gdao'CaZj+8#1+a
        0Xd85lCaP:38/kd8=p[a-LCa;.;aHH#aZ#Ka^4#8Ag#aC+l8?.#82)+8Xf3aRP;aId+8RYK8JX[a>2[a;=l80)#aR6
        #8=V#8R=SabYS8H%K8JfSa=)K8p*#aLN[88V[8=:38K0+a]NS8_7CaKMSafJ#8BkCalGC83dd8h5S8LD38U#la/F38
        C%[aJ#d8Z,d8JIl8ZgK8Ue;8#,#8k-38oK;ap0#8L/;apMl8cYda#Rl8:[da
        """),
    Sweep(
      "sinh",
      first: [
        (-1.0, 1.0), (-10.0, 10.0), (-1e-39, 1e-39), (80.0, 89.4),
      ],
      places: """
        ?rSC^a;CLk38EO+7e7S?6P+*NJd>`-+&bO[#]A[C1pdJN]+AsHC*@FKAc5C%rD+:9Ld(O8l82cS2Z;+-g4[8HeK38J
        l(+rSJpY;5X838Xe;G&b+DY8[9SI3'9XC/r&#&@TlEc]K=qL#<qRl0aEdFr>+BM@S)>(;9`qK5WE+@s]+JYeS*2n[@
        0[3.GO;+Add)FA;A^B;$TMK$jW#),7[0Fgd&q)+8Ui[;mX3(m:3:lgl=L*3In%S:a/#Fl(l;bPdJDWS$.=l/r/+6@o
        CJCc;3I_S>g9KBSIK'p'l;WC;)iFCEi.d=J0C23K;B;gK**-l:_9;&Z_SEpsC,grdGrgd9W3K+ec[2,kC-?=#.V/d,
        $eK,kHSIUkK2DR37ZrC1JfC6O138SJ#APG[1Vd;0#J;<P^3/]<lDs,;<.;+8@@C;^lC6k<3%72S.f1#HLkd/D^d:5l
        [<PJ[)9I;9Thl&Db[5fC[3Cs+8)s3)Fel3KE;G%?S8/e#;k]#BqY#/oW;H/[+BqH#C'-l-=F#?F/3>jN#:RB+@g[;:
        R_l7[al:hS+C5XlB*$;D+q+:,Y+=<cC.*(+>X.+A]kSFL[3E_WC#PX31&Y##'gl.AdKE<PdAqK3F[$K1<-#DnqCCZ]
        S8TpC1H%;%k;S9H^+>onlAY0+Jk;l>PjS2j4#<7o+4CT;/N[C4Rel'2*l2Y:[(*mSG49+*C?d4HXdG`7C1oq+>B=+'
        ?ddH%fC%e53/*Qd,Gb[4ERC+<;;H3F#(S;K3[<#2JY#4/*l?%2#1I(+'SS3-sh;I?W+$akK2Hc[25I[B5/l.+A#Fj.
        #:7o#0U8S>VjS<*$K&;dS5-=K1RH#E^h[+&s[4+.3.W%+2asS3Q6C(XbS1W6#4/cCEj/C<=Pd/d=S*f(3FM8l#DI3.
        +;[6/$d%nAd727l3MqK+cM;3?0#Gd*3(]N;.m1#Bl5;E^mlB`Md3=Wl-Fdd5
        """),
    Sweep(
      "cosh",
      first: [
        (-1.0, 1.0), (-10.0, 10.0), (80.0, 89.4),
      ],
      places: """
        .#E9A:1I=1C8?(@=5C,/I5<*5=<2$?4+I;D#'FE@*EB=89AA21CI:5/A/+?%$70I(=+J(908I9@(7.<1D4$8.A39C3
        CH3E4JJG0@@C1<>;7G)-8&H*-?4>('<BJ)1(6H3&(E0:+C971(44.0.@#)C4C$E>@))%;/-JD7&>%@A/C<4H893I*@
        I07.6+D6-0')-.*I0$)<>%$$:/1:89*@9,8&@/2</F02E7B(&B5.EHJ/;('I,,1)G6>4H&2;F2*-H/(I-1(/#B6I3/
        89H#937(&6,J40'(5'''-G93@9D%(E2I?#I=03#8(BG-/%*+3ID%6&#;E=+*:.I3JG*,HG>.'$)GA2,G:7=0+0,>D,
        C271J3J?14-25)I;:#DF/&%6HB<0@E=&>.?12'-66/'*D&=/7#II@%HA10:8BF7@F<J977)%49F>.>0&/87/-9.06H
        33%(8)I316,(94(IG5G5B/#8,A2<%)08H-F,@*2C+80<C-658(H*+/?9JI$:',J&$C>I,2J:@3>3&>;0)&2-*>:1/:
        C;C*H=&$5/IC/16*8=H1;8H:A;+AF/A;<0#>$0%5&4+0<6(E?0;E1)+<%@##32'6@G.(/%HA;(/@32+55A=D:1).G-
        =8('.1&@:,3J7D0+0>(&=AB5%>('=>D0(2')?4'F$4@A4+6C),*=9'7&9(?<)@'/)G'EG($F:$)3:G4?H6>;<7E3:'
        =.F-FBF=?0)/C*%01J5&91:+$8.,/0>''7*37;45&#0-1'3?<,=&?0BH%43-'%.JC<)'+4E2$B>'97:-6J;.H-10'H
        >?8(80*1GE.4*&>*=&,4(#.G/=J0&E$)9C6(3(,12.0&*C04:JD6E(HG?E>@:%H@#E6B>(?/.%/-5*<*H3$9(3H0<.
        <=D=%5-E7BA7CHI:IGA%8>@36@56)'?D9E6.>2@BFBEG)6)BE9F-9I&?5I;5
        """),
    Sweep(
      "tanh",
      first: [
        (-1.0, 1.0), (-10.0, 10.0), (-1e-39, 1e-39),
      ],
      places: """
        GQSTlS>0[i@33_+>O#[XCl>[Y&d/d#-Td]X3r#[6Hd[5SkFS^9CU=;medF.;pA+a?KQ&lEidFdSUQCDfSBOC?NKM)3
        M7+mpda[;<k;H'lY*SGT+Cn3YRS853D`Chb3(RCOo;YrKnsK;?[hM#q0d^s#?SSBiK/D;kZdr%lGA3S_+^Z[cB#pM#
        7q3K)lJ0Cfr[0.;1L;$:[h`;_R#k<#a)#QL;ND+BqlX+[i*CN)35n[TK[=7lMISZd+AOl8ddVOd_G[_kC0W;l3+j3[
        J^CnEd=oS%OC_R[/R+f*lg]+HodB9CM+di.+@0+d$[EkKP=Cm,K,%#rgSTaS$`dLLCQidsjC_N[jm+&qCU<#&Z[BQ[
        &XK6h;ejSmR33T3^XlFJ;U,[RA3TX;/;K)OKpK;,&C$;l]$dV>lNO+$<C8##0CC4n[7bS:%3'1S;[;'*KlV[6Od?/l
        f^[;g#8$;3PST];nUlL%[=C[E4;n&CFOlWn#.c+9RC,R##MS8p[X)[hf;U)[0)K-:lF=l45C=a#JDKPZ#WU+12lS*S
        PNl4sKl#l_&lGRl`9;5W;V1[?k+,$[0R33E+p;+$`le1Sh9[WfCcPl%=;T:K#]lGH[ae+SQC`M3To+p^;A%;PfCD^l
        cJK[)S=A;9P#p5#o5lLglCR39WK'S#l]SXNC:-CMA+*Y;=RS*3Ksr3HJl8P3[,CQL+G++n@#k_+qLKe;C`el7)#9*[
        >ed@Jl>n[@%;5QdAESjX;RFd,E;n=3%sS<ol`A#23[Ab;Fd;?/#=)#@-Ss2dmT;bCdHGdZY#0N[j$+kR#CX#>:#kj;
        75;g7CY2SbddS83AsC1RSn/#n+l5Glsg[?)SY%39(3i*+Qn[NHd*AKgkSUn;9(3Y([e'C2JdP.d$sCs)3HW#eN##G3
        63[T:;o,S;L;)$l+dda%lS*;#(#1gC;D[o'lg(#4R#DMdRg#WadaHdS1CpgK
        """),
    Sweep(
      "asinh",
      first: [
        (-1.0, 1.0), (-100.0, 100.0), (-1e-39, 1e-39), (-3e+38, 3e+38),
      ],
      places: """
        1rSTSm;HLs3=*n+<X9SU'M+sdCd3n?+L^U[Jo=[G*bd-Yl+MSICd7'K_[&CAg@+oBLd-c+lrGgSlo$+SZ([@(]KS4,
        l23KSK`b;<W-3=Xb;r%]+Dq,[Pp13-G[C[]2#RGml6UOKglk#2egl6O-dRK2+[k@SPF,;]onK>YE+IgP+dfWS02M[,
        9N3W$Z;F6Rdr-:;DV(;%odK0YY#U&0[))Od/k++&if[%pQ3@L=34gel]T53mbISjPB#nM-lOPidO%SSm4FlAaH+`$^
        CX+n;U.QSFi.Kc_.KEj2lTk.;hl(C%c4dW26C:6`;sHdK_A+l3^I;:PjShkdCYs^dATgdbm9KYoq[2A`COE5#Xj#d^
        AfK=s'Sr_cK/5e3WVMC#ImCMT43SQ3#DNA[]]V;,49;/r_3QpIlORG;.7E+91(C'r`Cej237*6S0q6#Eo^dY?sd9=l
        [kS7[ID7;=LOld<U[Yb7[A+K+,&V366PlrN@;X*#SG7P#*eY#dji#slj;r=e+*OC#R2>l$/,#P9B3`lU#Sr'+'SM;[
        Pll,i`l8So+ZAOli.%;Q(g+Q%i+FHmCNH.+#a=++WcS2Zi3MSsCePr3&#X#q8^lI0ZKL'Yd+fZ3qk@Kc$.##pZC/Sd
        SEhiCq7D;2Y,S'GK+jNRl9m'+[S8lAnQSeTI#/:T+,IV;0TYCJSVl&0(lAiI[7(sS4>F+oD$dp,ndoW6CUqX+1H<+T
        2ndIG^CnL?3/.jd5'i[l>KCc>.;e%8#`L=KTZ.#E&Y#qA(l':8#6>&+*KY3iLZ;K-m++_pKB$[[s;-[pF3l>*&#gUF
        #,9U#/f#Sq]^S/AFK3.^SS+,K-f9#ZWO[G2e[78C3.Q6+npiSDN$CKTbSLOE#;(]CdpDCGCSdD^ES1TI3:O6ll.(38
        DG[kI&d,`3dJ%?lGfYK7PM;:G&#)o%3BYd;bM=#;K%;sROl3fMdN?]l$EsdO
        """),
    Sweep(
      "acosh",
      first: [
        (1.0, 1.001), (1.0, 3.0), (1.0, 1000.0), (1.0, 3e+38),
      ],
      places: """
        =.+A38@G7<F-6*<>78/19A9.?*$28>J?(4%C<>C%D<*$4E@>D:;(%<$H)CEF;1@C9+.7%95.0GE(.?0-4..-87E#FE
        (5:?)D;&$#B/I9/6B-#,#9<)88-5)'%IC$CDD7:8'/<@F93.7B4C-##E>6C@/:=G<IG,=;E:F@G3H(D;94&9G4B(;(
        5>-61$*,$C73?HC7-(B)GD1$&'=43,J2&5,E9AB=+B3.$:6C'HD:;@C2@J/7C?;H@F(=#$5J#,5G8DD%;I?=I68&.J
        7%$/=J7),7')H@+*)/6$*-/(2/?=G#FF3%80H+D<EJ(:CB22-&B$3#&H43$1BJ@93JD8?F:AJ7CCH@3&$*J>1)IB*(
        I8HDG/%*8@G4@03:'..BC,53,03'$H2/-CAG7I;(@EH,.3-C+6B&333;)A8J;,):A&B=:4IJ(#$#*+?.2=,*;4J788
        2>0/47J+28B<1CF;(-'@GIE<I+)0(2&$E(2*J3341$>F8J:%%<(%'/1I+1=5I+B3'<+%B//GB=98?.;?044&=:'.4&
        B?CJ;)BGB(58E.DG9:@@C89J%'H<2D(4((E#&24:;)/$25E&)?F)(/./<E7;)AH$=<BD+@50;E$(%>1G285J4C1F2/
        5)$)7AH$ACG>8:G?6<.:$?:5%A1)H7GE'%?2G%D->)&)#+56#B:0,$-$=-(=:$)+0#G'?.H3=/1II/H0->(H)21=:-
        ?-?<@2#=,44%=99@52-F6(-D@*C,8D8)$A/JH:45B'?;/*1*G:9+/=F:7//>C>+*E#*.$<-?9-9%JDD53.5$:=@*(0
        )3&7*D@5G;8,J,;1-I8@34<2=,D'CEJ,<&JEBDI+'FI0:*I#5-.50;-&$25%31)81,90FI?49$83$G>%&*JG'>+,1-
        7?8;+-*D((?G/%8.+.11I,2%G0ID?&.%9H>2B8@A3/#771GBB&F&6480/&1(
        """),
    Sweep(
      "atanh",
      first: [
        (-1.0, 1.0), (0.999, 0.99999), (-1e-39, 1e-39),
      ],
      places: """
        =*SgFS4?[VC32>+.I#p-CR/[T1d+I#43dZ/3]C[G5dl*Ss#SNFCd-;s3d/&;^:+qEKn.l@5d9(ScFCB%SDFC3JKY#3
        ZC+TGdZ?;.<;1/lQ7S32+E'3sJSD;3'BC_.3.0Cp#;b=Kl6K<A[p)#L'dV##/AS#:KE,;Q(dQ:l2-3RF+M*[]H#`;#
        @>3MCl7/Cj+[=0;H9;77[XJ;K9#q&#X=#e?;Z)+?Clr=[f@CTI3(H[`2[,#ln&SM=+#$lE*dL+dc#[P.C1';g/+`'[
        C1CM-d&JSG)CSI[I6+kDlk%+B3d*1C^4dR=+FF+V)[42K^ICh*K3H#n:SRES&CdQ:CQ,de*Cl<[m6+AICK2#(C[55[
        @'K(@;m;Sp=32)3MAlD9;M<[a*3f;;21KIIK[A;C>CF7lcCdb-lgA+8IC3C#9BC(I[(?S%(3*IS--;>AKT:[H;dJ%l
        k.['3##4;AHSb:;n;lb:[3>[/G;mHC:6lsI#%H+/(C;7#2GS>A[q?[R4;d&[#-K2*l%DlB>CA@#24Ks1#N8+F(lr*S
        ]>l>,KS*l_*l;6lT+;B=;V([+:+BA[5=31D+o'+3=lW9SjC[iHCMGl7%;h:K3+l?B[L'+c&Cd'3m=+i(;DF;_BC*-l
        Q8K]:S54;.F#d(#]7lXClI.3;:K+I#p8Si=CJ<Ch.+$-;(#S62KK)3<'l0F3cACR(+7=+q;#SF+`*KY+Ck;l,=#)D[
        E'dF?l':[/-;HBd<ISb';O0d-B;S.363S67lY7#$<[>9;>6;4##I5#E'Sc)db=;oAdI%di##-B[X++`=#&/#<I#^3;
        A*;^7Ce@SP=dV<3(ECH,Sm?#T7l3*ls6[5<SlD3C83g7+M+[L/dCBKX9Sa5;I53SC[kFCF<dZ/dG5CW)3(I#NJ#<I3
        &,[VE;r6S49;(3lF:dW(l`A;;9#+?C7.[`4ln:#>9#1&dT=#]*dPJd]/Co/K
        """),
    Sweep(
      "erf",
      first: [
        (-1.0, 1.0), (-4.0, 4.0), (0.8, 1.0), (-1e-39, 1e-39),
      ],
      places: """
        EqJbqj;6pN/$D]A:i%0kBm+l]&D-T14spj>?N'/BGe='dX?Nb6&`$(Gqq;-Hi'DS@r(Ii50Y2XHoN5&Sh=.*-h2m9D
        /,<M9KaW>DkI6+[ZCpH`D@Y(?KZ1F#2rH_b72K*c51Vl.Pnn1ALiB>^4&Vo%FoU#9e%J=rUV.-hG3AlL5QO^E))W).
        5aHl=r&1&_JR<$HAR4/.si1INQCdJ@:.'S-'m6(0Ul1A]_#,Y1BJK_Ief)'U`E9mk)6`l/*bmf1g7L9k&*&9n,9Y3b
        :m2N8YEO%%NA9LcF62q'#n^AFdY%G>N?Go/80HEkHf*TIX.G?%nB?Hmc>rrL3PPYE%X`IgQI:nMkB#AZ*Y0)/`V73r
        9N>C]J/Nki8%Jh:mSU.;IU2bj.:j^&)3X=:hes/9$D:HiRJd[);PM)$,.%.4%.H.h[#Wd@G$$H7;l@<E_pEq)KC.)M
        9VsEJDBI$4_N=gGO:bTD;H,QB.B`/?'W&Pb1;a<2&>)P5*qfBesW#MKb*^?SH4MH)d83G3*14^3=7mXp3eV55@`Z2g
        Tj3%nh-5NY<KAM0K6H4S;f)k(_01)mGr.&-Cr2J7^RIB]f)N]L3MrW&@,K3K:VJ.D[Gl'M.8gK<Qq:)fE@JFYU>FLg
        J-ha:K999Cd*09>LBQZe$AL;,Yo)@4Zs3ST/<2BY2)1d1&cd*DOT*'8>FCL<H:BV)9/0$o1BEl;T2gN<3oOP9#H%@m
        9Z-:4mGhV72#Dm*:;W2rG]HM'<5sE>GhZB-be.=G(T,b@38$*%C1-&>-Mr9qaN1b*jD<iZB+DK,]:)9N&H86E=$oOB
        :&FR=InJ._dMAHE.+97[7a.,I-g1.bdM3+DZ+(4<@Jh$%fpl'GL5)WrW2sS4558bIVX@A<*['8l6:5[H&/O-%OE,B$
        (J9R%/*<d6@D&8F7]XF7NK0/$?/1n?.#qQ1gl40*X(2XaT/BWo;`*a>J=L;h
        """),
    Sweep(
      "erfc",
      first: [
        (-1.0, 1.0), (-4.0, 4.0), (4.0, 10.0),
      ],
      places: """
        (=;J5CB/(H.9)H85-I132'D?88,,G3HE(>A;(C<3)H*#*45:>09E0='(JA=J%*+DH9;'4/,(&14:802('(E0.%E;(2
        J)B?H#JE:'D?CJ3$0:EI?3B%??8.)?)>$E0;$BB:A=1;,(5A++6)B<@I+/)I$>4@8-2%;JG%%12&8>',-81?$E((D-
        >JD%5DD3?-)$7AB*8#'23*=+2B>G3(?;:56J9=%39*80<:E2IJIJ+-4-3'8$5B>%)1#09;,6%8FF2G-:<I8>D(/(2E
        -7>$(*&A0<H99BH5@=@+783@4&&)(H,,F3>54(9-%,00+,5//4F'=&/71)F=I9F>21>5I:I@$)%4=#8G9F9A-/C*I)
        -AA?IH=D->/5?979GH9(5=*7:GA1J9363,&D$*J<:25+F;G2G3+$-@J=?*'8?6BHD*,-2711AEB3<&2F0&,-7+8(>.
        7;483J7GD,78>6C9.5=0-H'D33()+G1E'9*.<>8D?A$A.GD+6G1HD<'6<ED&<75/>GA?6J04==IA>,1)FH%81D5EA?
        C&))%5??(1-3.@;>G;'5'H?H:I.I5H%.55:'F(H#C0@)'?@CG@8:79(@:&H<A0JI/JF1&+>5%?A%5(&H3+&>>DIC&:
        7>653#8JBH<:0.1/4.)894#+IC81>(5+)@#$3/IC*0(#+6B)6<0@F%),*(7B:F%:,1,)./J0$7JGF/1BEA6,J:33+$
        .G67/;I.9I+I/<%%#=;/0(J9*/?2/DA(?C9E7%?+8+.5C'FC5,%I6EG(C6((5A#9;3,84AG@6?>E+'$?'3$6<0()>H
        J,?>@0HG*&6%A<,<*18+428G0CG56>7;81<E>4..>,.7H':6.<7H7D>EH/8+$:$../21=-&D$DJ@B'315#(.(G@-GG
        8&I0ED9*A39/F;G#$-%@0)02D#951?A:)$?8DG75?#-B8G:31<97DE$3F@7#
        """),
    Sweep(
      "pow",
      first: [
        (0.1, 10.0), (0.9, 1.1), (1e-42, 1e-37),
      ],
      second: [
        (-30.0, 30.0), (-300.0, 300.0), (-0.9, 0.9),
      ],
      places: """
        8$$IAI;;#;./>=;+C1J*'++B1G==@8D<=,F:9G+F6:IA3@&+5HEH?8FD'IE5E>%$%);G=;3:CH)%#@03$8'356'>B.
        -3,&@3=3D7'/1I=%7$H5%-1ACG,2867(J/$,+=)21@34=<5E@D,7+.'<'D+'B843,'*(@0<E>.7;+>/F0$0/.>,@')
        ;(;*>F&?A$@+;23)+E?518;?=@4*+?9EHH5&12.&'?E@/I+:#>%$*'3*6)CAAGE3CI<DG77/E>+=1CI?D9-#$(A1(>
        FB<.*+GC;0I#>G:I=%1<-6<H2@G=I-5-+J4>J:6%%?G'@J/-G)#IJ:EB&&2.9A?E+,*9=B(CH:'8F6:(@D)4*60%F(
        .5H%E<F-)1/@(.14*9.+2G-&(*#1D6H$(5?E.J9G)-=8C@57A7?-/?29*57E52;2E97F6C03)2>$9I#<&E0';%I'&9
        )99%(#5)DJ50-.&A8A-G#2(9<AIB5+A97:)4(:'D(D/=B5B>:20:.@J@<7FH#?3G3-/&@;I?;F9H/4>0-J3':E4)<.
        H>F':-'@I9-1662H%.'I'(9:7/':AGF$(('H*F0'3,>4.,@;'=D@8A$3&G5*;D8=C2+/;7'HD89:9;D@6H/E>:3*C4
        25=4<'(G-&J/2GHAI:)8+:JC/G70)CF*>/,2:,$*;=@JA:'.1?59;5E':$><:C19.3G8(FEJ#%1/(7,0#&8D(@E%5&
        2/6*(7.+D54<01()<:?:D<F8=%B,F8FA4G;*8;6'D=3D3%CG-;<JD>AI((3;'2+C'@JB,#2G$8D&#*9&77:.'88,)$
        .2B,H*>4:#(A.B%.E(.$2EJ8C&-/$D0%()HG;#9*)BC$&G3<=0@%H7I#7%.?&)%%G1E'GE-;<@B'B/?/31&7%A7B0I
        $:3H3A@.$%@9,6?795%D:6J15:->A036'%=D))/&3;'J-BG:C5,HD-D1>AED
        """),
    Sweep(
      "atan2",
      first: [
        (-1.0, 1.0), (-10.0, 10.0), (-0.001, 0.001),
      ],
      second: [
        (-1.0, 1.0), (-1.0, 1.0), (-10.0, 10.0),
      ],
      places: """
        'opcdjA*m^I'5a(&q@dn0k/hh+g+jC/aalTJa<oE9na>eN2Mc#CT#2n_[E4=OB8o.T]@mFUV+mjfZJHVPFsC.qTq0#
        r92XYhlr8@a:>Eep5cJl4Am/L_m>E6#_Cek:,m/bg=kUMiQh.6YKOFm%fig2%UgJTNA2'WdO_;M<02Tc:RnZZ%GSKH
        $Z0o%VI,FLjn2(C,O7-,Ti_JTT@S-&n%$asDo0E0`Qq#Oc7:jB.;Lem]oA+ma@Qbh?AR`>`a]aZo*iOX34Q8r>BU']
        IPCd,`/ai4P&Me`7o?p9`l[8IsdBE@m*ep'//HHV1N4ojY0#_<OGI0jjh[j`9SKoc6KlKeT$eVf]`J*^8e7C.VYJNd
        CQa8M7]QgRc'>W?nRS$8E^?ok)JOe8CHYI^VocF#F*%'pjFlQCP`_5&--<&#E4?<Ob1^nJIJ;GM@f*54rmbQ$PT<7L
        m`S@W6/%<=`V][=Zh`Y$W1#M:)2R&AJ^Zhm)9k2+p#JM*ATM2Kse2`iP6^@h;Bf4/`C.V$*<Is$J?Z[fGXn(8+pU1p
        SbY$UPm7cf%M%qgbCG7Z2QHq2V59*f8T*6)Db//+Tkc<fS7gjN9M[r('-s;d.rf;.ReV)MlEWS6^[4Ll&:8)VS'4NX
        U9jeCZ*:@.gCX27WESTkV>[7&VP=aCRTKoK;%($gJ;<SEC[h0#UplA#>^-S@r;BKq?D1FWE<TU,on`V4Fl^Y=?A.Cp
        6VZ=.b3qK7/21iV/$iVa1ZJo,<'h39&Ml3PWQC5B(j-jCE^>HD&A(I+)Zp7kZU)`#k8?`md,4abeAIeqC.b&8I5qYG
        $F8k=(d.^^T`S<-/S0-aSqG.c-_%&rLhK@A^h0BJ?:a:7cr^Y:k83lnoejK-+;Dl2Ys5-#3OZ;p<aBk-33e%fQ7E?,
        ;=dj-5]Ib<q'B&T3Z]s/ir7:GE@FX,>+^O%qs.53`4&__^c6QsNjJLP;-LNo
        """),
    Sweep(
      "fmod",
      first: [
        (-10.0, 10.0), (-1000000.0, 1000000.0), (-3e+38, 3e+38),
      ],
      second: [
        (-1.0, 1.0), (-1.0, 1.0), (-0.001, 0.001),
      ],
      places: """
        +KSSdd3Cld33CKC#[ClK3S+dd+l3[;#KlSK#lCl3ClS;SS#dS33S3;[ll#3#K##K+dK#d#lK;SKSS3+[[C[#;SK[++
        S;#KSdKKC#d3;CS[ClCd;#K3l[[+#;#l3dl#3K3S[+ddS[lK3#l[d3K3d[K;C[dCdl;;#K[SdCK#;;dK#[[[K#3SS+
        #l;lCd33#d[KCC##d;;C[ll#l[#[3#KC#Kd#d#3Cd[l;[S;;SC3;SlddlCCdS+KSSC3S[3d[K[[l;l[[#;S3dC3l3S
        +l+SCSCd[3K3dld+[#S+d[[+#S[;C#l3dK##;+#S3l+dd[C#S;[+#;ldS[Sl+S[S[#[K[SK3d[l[SC#d;l+;3Sd+ld
        #KK#K3[K[dd#+l#dd[C3Cd3l[;#Sl;3CS;SdKS+;3;++S[Cdd+[dK+#C;++#CC+#d[#SS3+#C+d+d;#CdKlKCdlC+d
        KdS+KC#+;+dd[l+SddK3d;+K3;#l+C;ddd[;3K;Cl3;l#3[K;d[d#KKS;S+l;#lCCl;+d3++3K#+;dKd#SlC;+lK+[
        K[K#Sd[;K[;SCK[S33+[+l;l;K#3+[#l;+;#d##Cd[[CKdClKl#lSS;3#SCK#lS3CSlK3KS+[d3l[#ddCC3ClS++ll
        l+[S;d#;;+[#l;3[3Sl[S;S;+SSCd+KKlK[C+#;d3;3[3;[[;#l[lC;#d3SCS3CSd33C#[#Cd[CK[S[#Cl[[+#+C#S
        ;lSCCS3ldC3;#[S#+SlS#S#d;;#d;+CdS#K[S##C+l#l;3S;3+3+;3+#lS3KSl3[3l3;l[K+;[Kl+#Sl#3dC;33SKC
        #C+[+Cl#KKlKd3;;K#;KlS;+l3[3CddSK+;SK3+C;+S;#Sd[KCS3+ldSSdS;3#CS;Sd+;#;lK3S3S3K;+#l;lS;#3;
        3Cd[33l#l#S;+;d#[l[+lK+;+3CCK+CCKS;dd3+#KC;[KdK;dKdS3K[;#Kld
        """),
  ]
  static let ofDouble: [Sweep] = [
    Sweep(
      "exp",
      first: [
        (-1.0, 1.0), (-80.0, 80.0), (-1e-307, 1e-307), (-745.0, -708.0), (600.0, 709.7),
      ],
      places: """
        64;&G7C;I5(,;$+4,;=(?E;?&).;-1F;;9'#<;?J0C;F'<9;=E/;;HF1E;-5#1;D??5;'/..;A+J<;2$GF;>'9J;I7
        IE;920;;<7AG;$#)D;%E>0;('2*;$F:);/)1F;99:I;>+30;:29:;IF9&;<?BE;)I=J;*C&@;+3F7;2G5*;@<29;@I
        '#;(,+;;$7JH;B?/@;/5'9;-IIF;38);;C?<(;H()I;;7C2;$845;(BB#;4=.=;?$@3;/()I;:*G$;-B$5;2)&5;&:
        2D;.:'7;=#BB;(DE.;6E=B;EF13;)<2;;CII&;5;:=;/*9*;56A9;-H/';6>1C;+$*#;9<05;=F4F;4//&;B*3F;0J
        B;;>@I#;4:=G;@C;%;;3%(;;31$;<4)5;#&5C;I5+8;?3:+;543J;?481;AF-$;G.4#;4=:(;21/);>@=';#/%0;(,
        4*;&&8H;2:F+;)5>.;B?.D;')EE;1241;17&*;%>:';)9-D;-(,G;%B%=;E.*1;4HBI;DH;3;G@%*;4$B*;E.-$;E)
        /(;J:@-;7>(3;+@'6;B5>-;FF$%;?0/I;1B6.;41:<;/=,1;&:=%;:E+E;&17J;*:)<;(49D;&>2=;#%E/;>)@7;6E
        HD;295B;=0;G;0&52;36+@;4-?0;4*9%;=#28;7>,6;9G@#;G<?J;+,7$;681<;GI2-;D080;'+*#;0@;@;(;;F;?*
        GG;I=AF;*;09;1$<);1I,F;#.');,6C6;-6/C;%J/(;J8E.;$,'0;A@A*;>$B8;/<%(;26D?;E@D7;.'5?;4+9);91
        08;>/,%;,'>B;*@$@;99?5;5)>2;/'5F;*0*A;I0/*;%0J:;(2?(;$ED=;=GH+;D$,/;;0)+;<+:,;J&(,;5/-F;&#
        A.;3C+I;;?5C;2H,2;A0F9;:F5G;3E4<;@.30;IH)+;E$-D;=H9&;8DIH;HI
        """),
    Sweep(
      "expm1",
      first: [
        (-1.0, 1.0), (-0.001, 0.001), (-20.0, 80.0), (-1e-307, 1e-307),
      ],
      places: """
        HiTKfm&CVo#C,Z#Cb.1l6o'[`&h3NH.d`Wf+s6[+>k6+jd?[N9DS'CP[l-G3T:4l>cH+_H.d)XKdT()[Z4C3%Ze[J;
        iCFQ*Sj_B#g6C#Zf0[#d;;q>-li10#)j.dK@.S4YT;d_*KjoF+NYV+q-cln8,dm(US.D>[Na-#k4E#cj2KY^DCIs-;
        6R>d/K1#Bd>l;BB3s3I3sKI;KQ7l)6aC.Ro+r5HCLcD+el.#r6-#lR.dYA7[_+0KL5$dL'2K`qHS&pgK@<I#S/Bd)[
        #[JdD[?WD;TF0[bBS+K??[d+IlbCB3p.7K;+3+>q6[9O^lF+/+T,3;XUn[^SDl^_K#rR%Kq1_SWlY+Ar.d86%[]&TS
        +s-;[:#[WZp;2d>lNP-CAVC[M/=KZG>+aF=SeS7;3(H+kZ)l^=bKT*I#B?0#8)23Wd(So98C,%W3YAB+pX#SFPT;B_
        *Sb8<+57D#RN<S%`e[N&&#9l3#1`9+.g^lU?,d67a;DqJCURHljj7SkO:dB[.#b/C[D<m#*8I[9J.lLm/KY-,3ne'd
        d^p#hK%#Tm$d9N#S/,=S?h+l;l2#0lAd9><;KC'+Lkg+nm=Ker>dOK?;4K,l%e$C%WrK0Vh#kfAlf-JS?GC3o]8;RY
        '+hV)[%)>3s()#FM?KTg03p@?dP75+NbOKa?:;IsF30o/#Nc<+jP-+?G^CTCP+>h*3B)6l?3[dAoClR8BKW['#?3&l
        9Q7C7_-KS46#>`MC#m*l6o,K@@AdFA3dn/[SKB=;<]:[DHG;/::C;47;sa7SgW,SB[:#ro@#GQ+[.1o[G#2;,31d]:
        B#9e4+jDRSVNL;418C,NCd#./;QJ5KVhlC*dW+:>I+c*GlYX[3U+E[iX+[M4)+3LG[QC3;/`%#sCZ+U)-#L0)[-+F+
        8Dsd,=K3T?s+;8m#LeA;]Y*C-F*#l:##PeIdS>#;LJ'dVKe+`d#dDj<#>sDS
        """),
    Sweep(
      "log",
      first: [
        (0.5, 2.0), (0.9, 1.1), (0.0, 100.0), (0.0, 1e-307), (1.0, 1e+308),
      ],
      places: """
        2P1i%D44M.#.FPGH`>W;Di5[6,g#q$Fk4k:,hBL#5M?mAf8>L(1rBTEGhH[)eC'd3Oi3p;<`2pFfn=L=ZG;Y1T[:S5
        U@4W&SL.P6I-%U6q:9QG1@CU1O`Hf&6N5O0(<fdJp4-q2.^6p0Lc(N9(Y>M+1r&qCH),oFfn+rG>5*O&=n&p&12Bm)
        ,m.nB0$8c?m`8g,<P(]?]m0YIo?:i)K<0iFBf4p4hLHY/-?Jh:/9:SA.O2c6iJ&]@JJ'U?qg7KB(3#Z&BICP8,8/^7
        ,m)M:Q3Jl2*5;l%/L5Q10k5o.:k0`<a?Ie2%%4S<$q@KEJ($MFbF.d(aR;]%)a%X&Co*Z8#%<THSX)`G%O1K3of?e/
        EY;Q)Ee$^=K-<iH;i1h%:n+O1C98X,91GT-XS7k<->3RDW*8]HqjF`;'5,r&8<Cm%GHAK4JGBa89LD[=r]JhInc'mA
        fXJ[/&DCc3cP/XGZoGl0E9#hC7%;k9/k2S$8$%d<r%$s2Hq?e)Vc1L0o+&S=H*2sDoC6U)&F8]8/,6`#-S2n(%p>j:
        pm/hBOr3e+$^6W<a$/K'#W;]C6*+[2GZBc-H^.cDRj5m)o%6i'/O9S$=.8lJ=aBh38qCK3c82e7oeDj/+1?K:f$,`2
        $7cmJQ22ZFY/DU.C*'T/GA-M3JR.r4ml1cC(8Ce%FD&j7FUBs0na<q4*R3r'^?-^D+.EXI3ETd4WlD]'%_4K+&J(P>
        %mC];<>9Y.$05O98.-dAGY'q.%$ET-.T:YJKk8fA(j.V;+e(]F1J)P/6OJ_$mO7jHR:$rFg70`9#=)ZI5A-W2C0:rB
        3#G[*,XGjDbW0o6&LEg(1U>MI+Y9l:glFd6Yr$P*8<,g-RO3U)bHB`H`^EW;((?VD.M9a2F_.Y08W,fG43>N$VJ7q'
        5+IP8(hHm:k5JPG4mHYFKV1]H>--QDF@5]-ZQ3L@m'FV4pm6`$VN9r<3A9f8
        """),
    Sweep(
      "log2",
      first: [
        (0.5, 2.0), (0.9, 1.1), (0.0, 100.0), (0.0, 1e-307), (1.0, 1e+308),
      ],
      places: """
        Cd-o;H1$jB1*6g?*s-p/$c*e$*i6V/CW$TF0U1N<-oAP'f8,Y%,N-cB%i3X/_E6e/psJ`C@S6`'N](PDM*.j4nT)]1
        l#&h>Qd)f1G,&W&T>:P?AJ6d+Kb$OG7OFK?5$pP,a@4eD.[9M/fN1S/:Q)`,-b%p.$1)]<[Z/cD8ICd0*g,k(-/=Z6
        .LIhC)C8a=jRCaICfEV%s`GR'[3Cc9fF*jI9i9s'_h2s6.+3VJ0:%S-;Y<q(n)HmA?A$o<paEs/9::g42/Jm5=%-OG
        >P#k,WB7N$9I9](%X1Q33U7[>8qHNHM%'O5BJHZG(e,XC8+CeFj5@]9mo?p34a4Q$ESHb*970cJmr:q&%jFe'ec*]7
        A_/V/&NDM0hJ1^FFW/Z-AT'l*12-X2'4@Q0s`@m*(CAn*gI#j4O^>YFF5$g#G-%Z('1Im:6-9k1Il7f9pQEN&Qo2oB
        Ug;b/H>.W,^h2e>id@h#*7&s=C*4p*.f(NJ,C8N:kG1Y1CQ@[Fna&c#X=.M-+J2S7^DIr'.3A`1BEIX+AiDj-9hIeI
        Mp3_$KX?P4J^>Q@q1Do.?qBL)&0.SB&N8]3-_$s=kn1V<d&+e6DO)W-(3'm8(pCm/5c:s1NG*R0^_A^6%J7k&kG$f(
        5FL]Dc8-Q(P2Ai$E@Cl0<57f2$TJm5`Q(p,'+1TF0*)SB+M?h7fY&n1=f;jDaG?c:1(0m9C0RS2kS&d.4j0WH?&GeF
        Bs?^C-55O+))=f64C2h$4[Ch86I1c0)mAm>rc/N&5_0R(<Q1M5E)AsG7QJ[#N]-`&M&Hk=k(5VICF-k.B1$sH=)$T0
        506b1CdIa@eO+S+C^>b6)T/b.@LBTCXO&f>Pp+K&)-%pFNZHX*o/Jq4hbJd:444b%CXJg&Hi?^48_8q8+A%iFi)2[&
        15De@@a#i2i)2P1.l*m/li1pF+8GoGG,-Y.UmG]/j:(p,_P;n*Po*RHC77O-
        """),
    Sweep(
      "log10",
      first: [
        (0.5, 2.0), (0.9, 1.1), (0.0, 100.0), (0.0, 1e-307), (1.0, 1e+308),
      ],
      places: """
        DP?^'BDJp),DC]@AM)_<,[5l?&lAX,Ab'^J'R;TJH[$W+^:)a0/V@h98`2fJj/JsAjeAp)+L<X/^dGT(M-4^GTjIVE
        K$#_>oZ-U/@0C^6];)Y8(,6_(bi>s:AU*d<%;de.gI7R,Bn,o)Nn1jE$k%cE,TH`<ED(lEaq7Q-E)0Y/HZFU=>?BO/
        9TBk7/*+T%KRDK0Dp7Y8g^8RGcI3l6b-'o5=dDg(O^2O:;59M<:3=O/6K-r#]D=fE65,X=Vb'q<,)-c)H#JR.E/HqJ
        5]9hHNC1R:5%%a;'L@g->Z2d@Dm3nJVAIg.H<<QDJnFUG39Ig/k;>Y2cW=T*)q(l($a.Q?B-6QEoa*c'IT4^5Z_0N#
        ,lBK7/]BK*UI5lA/TE[A,P1Z(<?GqGD@FV+fsCp*:2)P:a3&]GLf;a,C$0T(>2*p@9=;a$&+HmDIT2V3bp+i%[e6TI
        o_GP4/5>p,bh:]?YL=OCD)Aa#FB@[<=pDT:4=%f:T$<f><c=R*bb*sFk:)WJ;@Gb-n>,g9,7Bh*;4Ie7HP8o;$nIQ5
        ha#_#cLJg%HdAp0gBIX&&e1s.3=$lD@hE[#>P<K0Ns%gGdC)a%.`=YI=7JXE(b:l22[JU)L?&[+qa-Q?JA;d+N=5^@
        (>L^>q$;_7L-GW3;@2lA-J(V?DYCMAfUAi;4;G_:J+&V0>M9YBho>f@HcCY*K6'[G'#FjGA)lMIsh3q=0THO:1C/`G
        CO=T=20-qI1=Ag#=)3l5E]1V'B(/qHFh'Y)rK.M2'V,s85`8eA8.Gd?@e8c<SUGT8^.Gc7l@.Q/1*Dn0;5)a3(;6h'
        (:<Z5Ah>m9[X4lG%a-OG&sIo<$j+R/U_'LALq@K#/E*]HUX<h0i2EsE_V5f.77?M$5d=V-0KAQ<@Q'k0H4Ea/`I8V&
        (0;kEJm)LBpF0hG-qAO=Qk1a)#HDjA(A9P.es4nJr0D]Jb_Hf&aX;m>.(+YI
        """),
    Sweep(
      "log1p",
      first: [
        (-0.999, 1.0), (-0.001, 0.001), (0.0, 1000.0), (-1e-307, 1e-307), (1.0, 1e+308),
      ],
      places: """
        .M)K%Z?FS.9*#SGHi5d;HiG[6ENEK$<b4[:5o*K#6d)+Aj#:S(;nC#ENl@;)b6Bl3Zn>[;lb0[Fqh&C=rA231Nd&+5
        m*6l&XV+#6kA8#6P*(CGB15#1m]E;&JVBd0)C13Jj$JK2_a930VXD+9Eh6d+IL:3Ci/G3FVm(#G$0$S&%a6d&9H/l)
        Bj7dB[#;C?oNH;,8d13?[_#;I`G8;)[=4lF(nJ;4olF+/N-Fd:2(+SAPN-C6N(2K@=E-l?nb:dBrE8[&-C,#8:E%37
        @mDl:R(*d2m,8[%+gEd1[hD#.l[)3<]-&K2D;FC<=e%KEhE*[Fj*E;(^M$l%D^GS&6]:d8O<@SHhZ-3G8o&;3Ki5l/
        ?n#;)1T,l=n'DlHlL0;%-W0[1*B<l,4+,+-hc?C<AJ>+Do.JKH[m(#;03-;&92)3%^H,K47+@38HlG+=jOGSIUbI+A
        c^=+/+I;+3aPFSGReGd0aC:KC//%39?p(l$%#A+<`&JK2/T@C)ql*S0o$>3=4A)#Dn2:S)B><[8A(Fl#5`@3(#i6;:
        Rn=#BOY@[+=o-[<l4GC'AaElCb20#2)PI+-#j.CDeV1+)V2(['0P.S$57=+J#n)C3od3;3m>3K7MQ([/=,.3:X&JK2
        j6/KJ_A.+FO/&#.V-BK/p%.#3Y^H[4Um6KC%HC+%AHDS76PI+0jXE+4-N=d'oG2dDF&)#I)7Dd4UsHl'CSAK+,1++>
        0i'C;Y-*d.5?Hl953DKA@oAK.%)-+-9s<CJf^6+A?M1[;6g.+F'&$3/:Y9C$_rDSHc%#KFW*1d9S9DKIF,@;2),&KB
        1:CS*9TDKDNo$;6'U%;(Q^C+I+X6C:o_5C6qs@+*.I9#-^WHd)Q43[HnQFK;179lDWs*C2*R9#0Hi.[GGA1#$UF:;'
        :=1d83Q5K:^:5;GJREdFfO<CH+F)SD.<@S-pi(+@U/-d4ce$d$ZNCl<*G>[8
        """),
    Sweep(
      "sin",
      first: [
        (-1.0, 1.0), (-10.0, 10.0), (-1000.0, 1000.0), (-10000000.0, 10000000.0),
        (-8e+307, 8e+307), (-1e-307, 1e-307),
      ],
      places: """
        2*R>GdAQC6NC>X*8CC[M>pU[_DJb@3.B^F8+UEEXjKiadbO[S1p.9#kskEO3T,d3ldn6+I3d//aEo+.Opf83FWdC/;
        Pd&3DSUbb`]C2@=9R[HAQGn#`G5H&#.0q[K;=<.Zl;pQ.P>d)#Qh/+QD2XZ#D5:POS-<+R3[M_e$P#YT]=Tdc2)c2;
        IPJI+S5@Q.3lHD[ckCC,QG/;XA&jG3b+rc:+[fPVhlepq1]#M$[l1Skp(_>[d7Y<7;&r(.qKhl_=DdKFQS1#V/MR6l
        JNE.Q[C73V(C_@s<'+OaN-%#'idLj3ji43b;<?4?8[GC7ah3KIh1i;U-;[.K,@)_U#^7sZP+s2$O2+(_+YQ;4lC_CS
        6iHo;;g^`VT;IK/aIdBBQ#^[mGWo]+BGiV+SQA9PG3&-%ArlLIio,#0>@3m#.oFJ%[9q;'IC5gcHHC';1dXSFPZ2(K
        ]YkK]+,D7Vj[NQTZ3[m-C3LK(bOCi+447MV+'.#Ye;0HPB)[)rOA7SaAWH?lHGQ48[J-S3/#$(3]mlP7'*m39#TGId
        l]m/WKpqhTkd.30>];%=.O<lGMLPES<i[_@;R=C<=lpjbJkKaS^-?S%ZoEHl16GqRlYoI;D#rXBk4#aWQoh3X<0[/l
        Y@BM?[Chlqi+T>SLUKO]228#,d]l&+Tl(%iC9H<F(3/V2DcS,$WD$+Ch`B)#lsOo-3;+VFICrjj]hllLVN@K:O^lZl
        &ng4@S4/C/=#IglDUdsco?VK0g<(O;BPTiNSVE*cblAj3`N;FWq%g3&Bna@Sd3f)&l#pQ3S#7c5Q4#]JYXO;@BNB*;
        *+I:c+s9JeEdYE#0$C7NBqV+dLaW:KZ_'UplhgCV5+]SIFLKWoeD,[MrgI#+6=(=@[W8C[LSpgrO$+^r3cO#[k6FA+
        >Y/&,#i.6'l+-n@j9Sn:#lZCAb@@h3<9Zm2doE$E+#7<_7j+pc^P2lO5R9pS
        """),
    Sweep(
      "cos",
      first: [
        (-1.0, 1.0), (-10.0, 10.0), (-1000.0, 1000.0), (-10000000.0, 10000000.0),
        (-8e+307, 8e+307), (-1e-307, 1e-307),
      ],
      places: """
        3QNHY;7NM/8;FTVQ+;8:8Gp;-HmKm;/3]3T;AWG5r;/0r+K;7?,Pb;8cJgK;>nsPM;'3-O3;(=[-^;0$24;;*gdFe;
        *_ifl;%VbXQ;7J??l;<fb]l;%^fWT;+;Z9R;J]`Fc;=XiDh;4N_TL;&m5i*;IS5G';8>@N=;:6h`Z;Db`-e;A&<'>;
        *sM3);?,Thp;(:23n;/J?`R;(S7*?;20f3Y;&'.^S;G9/iF;0Whr^;1Y2HQ;FsABG;*ZHk&;;PihQ;4NI-a;H@_O];
        D,.Aa;JGnTC;#REkJ;+s2A3;%J@>R;D&NcW;:`,US;D5B5L;$_X<F;:cb6J;&ciA^;J-7QW;HZ;,m;6rE9C;*sbJe;
        /Jpfj;89O^[;>L?>@;I:fEB;Gi?,';<.n(6;0Sg>.;0F`_.;J0VI*;;.$PJ;)6g0);&m6:=;IB?rR;>B(G7;2oP;&;
        ?J;s_;Gfoel;=;J;I;2^]&T;1O0QF;84]13;,UIh+;%bLB];$nH&&;<-Rs*;-j6=G;,7EDN;4HQJ%;-=WUM;=#eq6;
        7dI5N;7Qk9,;7]S<r;IIlQl;#T1G&;E-Bi$;:A9XA;Ej.eR;BT_op;#ebLB;H;W`5;%SB?r;F]Q#8;E(rg.;.M3np;
        3Wegf;+Xh+^;;$J3e;(pON?;%Agi&;Jjp=#;@f?;b;#'+sJ;F2cWr;0DbFh;1HpDn;,olP#;Dq`4M;I4h,Y;EVJ0=;
        ?e/fI;._Qm[;IP4UB;IoR;.;<8Lg#;C'qE.;%=fLH;3h.hl;+@_oB;>cSkI;@.8q,;:s;rg;A&PrR;2g)'d;/o+FE;
        6oL<:;:(NS$;;_$*>;80P@=;+kq2C;G(YS3;0oHOf;@sGY`;I<X^B;/7.dO;-rgFF;2l/+=;FVkQF;Bin=H;'bRa*;
        0QI=h;?UkX=;AJ%DI;&(^+&;DFn1:;/e^]Y;1WUa8;5LRBq;H^QH5;*a^VB;
        """),
    Sweep(
      "tan",
      first: [
        (-1.0, 1.0), (-10.0, 10.0), (-1000.0, 1000.0), (-10000000.0, 10000000.0),
        (-8e+307, 8e+307), (-1e-307, 1e-307),
      ],
      places: """
        3h&>`d)-cDNC2F^iECPc(O*[ODj>]3D.+<P+jTFMCKKS7X4[c?XiW#Y&_XA3NL0O3dW'&`-d6J>#/+'Lgc93'38;b;
        b)Qr[S[#G8>C8F<,J[Ip(g-#MTTOW#06.`,;Ajfk(;n1i`RdBr-4i+jo:3_#Dp?SSS1A.&E[_r9jJ#_J;G1dqICc3;
        =@Q4AS<=Flfl*4^O2C*5j[S;fP+`'3W3HdW+ms_#;lQpglS#pd;J^SNBDnL[npR19;??&glK^40]KdfPgpM#m<JI[l
        F[1E-[.JW1+CpKpp=+n9RD4#8lLa*3fmhZ*;7lCk_[2B;]03R]A<d;KNrcGK$f^T1#W=[?*+^VFSd+>@=sK;A@UosS
        0VQDK;gU:CF;%-Dj:d'&76X[QL[__+>I=o%SoNRp?327esRlL8Hf5#F'<Wf#CamB'[=6(8<C9KWMeCE/$M^SA:@;.K
        kQc'<+(roH;[S_^U3[ecj#@K&DPSf+>Ds[i+@o(8_;?ZD5P[=5`@DSg@>r;l:]V>3[FA^AM#?8_cLlT,ob,3?$)W4d
        YCR&@KeH&^[d2jR5&;4.T$bl:(Vq#S<^NC>;e1IsClT4la+KTFEq`S1F'e7l*;j5rlX'>C`#i/dd9#RoI:m3eL?%hl
        _Qf8K[>+Fd2+a*a^HKY=^o(#%`#AH+[F[0nCFh@/l31e?VWS0-)NY+Eg-4r#NU&e_3Jf?PJCN6Bh<lKVIj_K-FZrhl
        39_U+S2XV[O#I:XmcdrB1<iK%cr^];GL>YKSg;K7glH1+ID;,`/PQ31`703S]2rf'lC>jTC#.mR(a#T_U`&;4jKG*;
        HQbHX+S*V,8dP]&1,C,ThNn+P-@rFKmPl8clp1<?g+[9BL4KoV>m?[dOqlU+Ejs'0[^^5moSbJ'D7+Y9[M]#s6nhA+
        /*@Ch#kaKc`+4_=V6SnAVqTC1UO/[3:e,D`dOTXMI#Gq2@(+K#2L$li^G^LS
        """),
    Sweep(
      "asin",
      first: [
        (-1.0, 1.0), (0.49, 0.51), (0.999, 1.0), (-1e-307, 1e-307),
      ],
      places: """
        B4DKeECC`DJC:8.CU#Hl)AG[n>A3fA,dT</+mB7+-=G+hJ>[cIDS<+-[N8E3W<(l5'*+KJ$d>A.dd1D[`=9338/[#8
        #C&#ISP%8#S98#T<3[H?2;]6Ilm2J#%=8d^ABSCH(;d6=KL/)+eH(+Y>%lX*&dL-ISI%0[o'1#l?1#R=2KP2BC?=&;
        :G(dB6=#$FDl/0B3m3.3L5@;f4?l=4'CIA-+e)=CS17+i*6#V;6#c/Edj)<[dH<Kc<&dh.<Ka0?SD/7K*7E#U=(d-+
        8[@80[;67;S-0[OD9+U@D[RC)lUF33i:,K%$(+&17[/&Hl23@+h0E;V9E[]2,lq6&#YA0KrIESf%%+#A&d735[d#;S
        )F1;e=5[K<$;&,1lfB1C((%[K8DKg)E+lHJScB?;/%7+c%,lKFIKo>G#A$8#1-;3PGIS[$:C?=B3R0$+mD?S65H;I+
        AS^*8+,$C#i6'S$$.[V@,#37:#6:3+#64lMB)d#)0;1F,Ck?0lS:ESa+'d,=;#OA9[782#>F#[7CHlTJDKm.G3j#?d
        a;-#b<,#bFEdEJ<SD8/S72'l;>,#CB?d:52;dF/+o(&+W#=KPB1dV&9;0<El6&2C<:1K=DI#V<<lrC?SF9>3eJD;gF
        C+b&/[10'3l2=##%DKm9B3KAGdXDF+X),Ki86;HJF3AB@#bA'+[0:+869C];%+E;E3*E8l)6,dJ'0lS$:Kb###182l
        60)C2C&K_E-#*CGC%5@l;-IK&=0d&7;db)?S_;>;.E;[F.3;:F@C;:>;jE5S_;&S$7'#N:)#/$1[FID[B#D;/$1dm#
        ,#8G6+P)ASK<4;2G8C990d.=/;a-0KY3:CB+2+8?#+q(<lWC-3X;5[bC.[`@=+7:@[i6&;4%F#h?.+k@A#U9?[D6(+
        ICFd48G3d)2+@;)#k2%;S2BC2,5#]8H#j8/daI>;]9Fdo7,+Z#$dH*H#;E*S
        """),
    Sweep(
      "acos",
      first: [
        (-1.0, 1.0), (0.49, 0.51), (0.999, 1.0), (-1.0, -0.999),
      ],
      places: """
        AE,B,<;(G)3+HC$5%9'<>>EF.,&E7>HH2->=**)5$@%1#:4.*:.>95J%6C72)-CC7#-=0:+>(>*>'23)0@%&'/9$BC
        @.59>/;8)$#.+A8A1F,?9:$D8;GFC)$@0C+>+9@;-;J0F/J3%?E'I5A,*,.JD-,40&J8CJC#5H3+:.<@A#E2I&.@,&
        B;D3A0;@I(E23G6'1E1/&0H3(E4G@1;-%*+:16642F;5)67>$A;0,3D>:J*DJ'''JAC><H-<5G.04GA:3CAA.@.4GI
        F4B/=;G0:4#H246)/?F+B:A=)')(<'CB50599EIF$&2#?$)E4EB3E7B.=6)2;=6DHG)*C*':C(<$*:I>BF0E5BE95'
        =()3,@HJ;-G;65D42>9<47*):C3-2J-HI&#*@*7G=$CI9$>40(@,2,@:'%)IFHB88',3*%BCC@+,73)'1)/>$D'(,I
        ?'>J4#.%@-BD):%%6(G?>G'/*HF./F+0(9E*C2(J=I4<)+I?H42BC.053-G,</A>4F$/A6E(B:C)>%F:J#%H,*8%E2
        5-.>+-=:'(,D=&H'#BF($24,G@$08*%8$D/J4(>>67<D:%>-'*?/%8$BG-0F)$%AG.%A%=3$&-#JJ)E-<.&-0:?87<
        'E+$B@.G/($FF$8$.'.B6$@*#.))),$69?+/9J;:&:**?)?>4.>3D)DD;==A=>#A2J0(8/*DAH?#,)A9(1,9H,)/.1
        GG'F2)3F+('7'=.6/DDJG4A31,E&5C?&?J095A+>-<<A7H,/H(8-9.%C3<2<?-/@6/)I,A8#<9<;,:+E@%9J,%<6+9
        <<J'?H@JA1&-@$(;*IJ.A2H@$.+4/?HE>5A5-5J+&.4J;C(=.E;A3%?)D.*+*C#A7#7D1?'$$&B?'H5+&?=B,9:D1;
        :=/D&/&7E6F)B--E.FJ'(2G#:IGID/?BBBG&4&-G).5.%C=<>9CG-6@>G(';
        """),
    Sweep(
      "atan",
      first: [
        (-1.0, 1.0), (-10.0, 10.0), (-1e-307, 1e-307), (-8e+307, 8e+307),
      ],
      places: """
        IUK^bq#5YO;52V;5X6d^Je;^_IS5W(;^Rql5]?K53kd5ppC^a,3^7-d^q#;5S@#^/bd5n/d^:Z[^P5C^s7K5I_d^6#
        K5?qK^rd#5OI#5Wa;^1K35iJ[^Q.;55^3^k2#^%`[5_rd^Vf35LeK5VDK^b=3^MI[^@)3^Y^d5f&;5hp;^sYK53pl5
        ;TC^:p#5@c[^J'C5Z>35^QK5ed#^@+[5*O[5R5;5ak[5PS;5e?+5UZK^T&C^Z3[^dG;^j;K^qV[^/a[^E:S5R4C^AY
        C^1MC^Ird5N)d^a$d5gFd^K+C^p-35m>l^1D;5+qC^>ql^6@[5kAC5jLK^OQ+^PrK5^bd^K9l^[Md5>r;^19;^W1l^
        ,US5W<K^^Sl5CR+^jS;51Y;^[;;^`H+5R=[^khC5J735SU;^W5K^T&;5*C;5,7#5KL+^g);5;.S5W=+5Qod^=a[53e
        K^UEl5A0+5]cK^>rd^f(d52`+52U35HNS^j;C^H7[5CK+5LgC^Qj#^gcC^@s35N-3^I?S5EH#^&/#^`T3^T<;5NW;^
        YRl5gsS5cK+^>[[^B+C^HM;^#N+5HR3^/%+5M8C5adl5a]#^Zd;^bM#5#a+^6VS5<pS^GPS5SRC^jH[^.*+5M[35Ur
        [5`e#^13+5L@d5(OC^NXS5V6;^QJ[5qO[^k9#54l35+S35lV+5ifK5%(K5L7[55kS59&#^0HK^=bd^j=3^sQ35&F+^
        =l[5EqC^c?+5/kK5&jK^4P;^6;C^<*+^X,[^a>+5#d#^/-l5+/C5&%+5o_C^Ri;^AO#5`k[56]l^E4K^$$l508#^b+
        #5-dC5M,K^m^d59H[5;ad^:4S5`EC^aX[5+cd528;5s4+^[bd5i6+^c_S^l6+5%e3^M-C53rl5oCd5[@#5_4l^-3;5
        >4[^A)K5p&[5/C[5N]d5RK+51A35`/;5O_+^O#+5U*;^VUS5]cS^:fd5+n[^
        """),
    Sweep(
      "sinh",
      first: [
        (-1.0, 1.0), (-10.0, 10.0), (-1e-307, 1e-307), (600.0, 710.4),
      ],
      places: """
        FrK=WR#AKk;;&d;#_5d%EQ;?T,SDO);C`KlCT5K+8NdDk]C#b$36)/d(W%;(kB#B)fd3r1d%<`[$i9C8N#KCH]d4EJ
        K25gK#^o#>T*#FYk;(%i3/^I[Ee=;$9a33ZF#?*i[IpKdFfg30jTKCY5K7s+3H[G[54E3Ef_dDU/;HNd;EosK,;Wl9
        FkC)Ja#+CV[5<BC-m63)p`K@bp#+F$[99V[:N&;=MT[3ib;HcI++gbK-l-CI^4[?`7;Ih0K;Tp[)Ga[@6IS)kCC:9f
        CFE`C9%ldDsEd.TGdHM:d1i9C&m(34j(l6/A;.&jCH5`lA:.[GK%C$WqK2NL+5LNK;[^d(R5l'ind$:W;&A%;$N+lI
        @KS+T'K$W^l*?]+,qR;52];6^+;G^;+D]:[HUlC*I,36[W;%gAK3Y?;&GB;93/#(o]++R=;.7$S@TD+HaPd1,k[)5O
        K7h$l3G%+8NOK#/NdET?dF.]+C'a3F,WS,a,C@F.[B5j+>sqC)Yh#FTMC&JK3BS;3=I'S$*>#@&G#*kP3@Q-;BXm;J
        WmlGMeS=Tb++?j[DI9CH,k;&2P+FEl3F//++NECJ_pl=jj#CXR;JZM#17P+-7PS$'pS?<eS9raC)W-[&<,+Brj3:^K
        [CPV#(=%+DY>d,;ZC.OhSDh-;:Z&[=bK[)sA#J*q3>.L3CqS+/[pKA&;KAX8[A6QS>9H#@B/K+@ad0l+3#lc3+,6+'
        ,b[$FbCAT$+1+MK4,dKB1R;7&8C952+GMG[F^*+B*c#)(@l=;+C,?F+:doC0YW;@/W#EoY[8-il-%1K9I1l;JG#2_A
        #E.cCBN%K,kod3-E[=&qd*J,S+LFC3kq[;9Nd#,0;&o=+3Y^d/N/+FPQSHn9+4Ee3)[ACI(ml.M%d/X1##d*lF-#;<
        .@['<%K*g1[*>%[6q[d:Za+%?E3.b%;DWM+DfH+*n>;GRoS)n_SJ5rd3&X[G
        """),
    Sweep(
      "cosh",
      first: [
        (-1.0, 1.0), (-10.0, 10.0), (600.0, 710.4),
      ],
      places: """
        C+9;1<#+$@:;#C;,IJJ9;3>?.7&0)>7J>B(C-?:/,.7@2;3#$A:5H%::8C.(:J?A()&<'F+%(<6@%)*:$9,C2IAG0>
        -*44F#I30H(D%C,%5(B6;D**+,@,7$,-10C%378><I96?+%4&):A*C(,23IIF+<D.5.=#JC$J$BG8H)9D%6J0<C4)9
        &H-F4-3CB*=5;:H;C#:4=H%@#I$0C9*='8':F4310.)>.78H1$<>D;':.&<I;&IG1B$/41F;B.5CIFC(7$B)-$@4D0
        #5D)&960)3#6G>8$EH@.9&7-CE%5B4&(#>>AD>AJJHF.#(0GE67%B$'&D&(&.3<9E;8<8&4E/B7H7$3E=88C'+'A5I
        8?$45$8>+?,*/+4I;4E54=%6/&=J62>>EF/H@ICA<052*-3%6#E%<$E-B&99=F.(1J8?+-/..EH90++,*@11HF$CFI
        3#9'$3/8(D3DD3B4HEFJ9=?'I2F4HF;&(J')36+E3BJ:9E6;,'D(BFD:>C::(>E2,==J'05BH19*<*2756I?,7,(7J
        7$3G4+B/5-;+J)3=6*5:FFF&?A942=2B#H,+>-1;8('?%-(CAH+2J8:5D..-+.03.+#D:A692/@/*B%6<3-BF3(=&2
        9JE4F(*/?#7,'E52E.B,,HH#10<&B=6?%GC3G)49H><4(+8<>#-?/AD@*'8B#B?'B>,#BF+AH%)>A0*F@>3B7DE=>'
        >%A96+GE.G81&+4#9I=#2%+7)F-,6?24FEBF,+(-C+8%&B>=5?<B=F@0G3-0AJ'8+DC(D(287AGA;:?I(EA;4BF/9G
        2*G#6B%-397A<.-#,=709=&4D+01C3D3;%I.?HB07&'H1*D)(F560F9+F:9;($.E:)=>HI9#:FG1#/EH4#'E=3/3*<
        @<'G6+:0HG>*&57#+9EGI'>%0G'89)&(I@9DB(>$0/)'&@E).*?;/IF.=%0G
        """),
    Sweep(
      "tanh",
      first: [
        (-1.0, 1.0), (-10.0, 10.0), (-1e-307, 1e-307),
      ],
      places: """
        HlKWRd+-SM%CIr;C_CPL#Z3[S1SCr3$p[[X+VEK$.Kn0[R4[N.3cA#qWK>63W1#g*dQ;[*Rd%j[Qm+.YK5Q30rdh?;
        ]93h[SmN#0VC89S^&[<P3#m#[lSF'#*T3Nb;6[3Tl;Qodpcd@AKUK+h#KjV##rK8hS6H3ra[X#l9<#bV;LYdN2+nf;
        2`Cp#S(HC]Ll/EC+mCE&lUe;mk#q23[.#Kb+LE;>flY(li(#Y:+=USZXd8([U@[ja;=SlAVKXZ[Y#dLn+DK#d)CV$l
        BmCN;[Cld0hCZo[De+T&dTs#/iK0'3Y3lP.;><CK0[3^li)3n>K#%;hPKfhK$RKMk#RTdTp+K]ShN+&p;T1;7SS$NS
        D]S;d;]olMZ;#K+RPd?0;aF[iJ;MY+.@S<NSXnCBE3I,[W=ld'KMN#)A#H-#1E#@p[+PK$ECJ9SIOC,2[sNS=N[I(K
        sf[>T+1H+)V[[YCfd[W2d&7K*);Y<+C`Sba+/l+HY;5R+1`[(K[p-SqmCN0l/BS3%[/;S06#'r;@/lpl3na3(@[_Cd
        f_lFhKKI[_0d'j[n*;%R#V9lIM+?5S?U#H5;Y5C'qlsBda)KbQ;YiSJ'3S%l%hS/-lOr;gn#jYCo]#_n+403LY3Jcl
        K+[d'[,C+Be+['Cq#KTLS+j#.nl/]+Lj[SNC;4+cG3(Q31XS;F[Y_+.8KDp#c)3^R3+5#Q,Csl+hmli:3jfK);+9Hl
        $e[?-S-Nd>B#BnK#?dUZ#p%K-<CR2;-qS5KSn#+?(lDT;+_;3<C=&3G3KS5SP];]Cl%BKRp#?OlY7#NK3%a;;D#]Y;
        ?2Cs(+_HKqgdd>C>_CGTdkB+r$KC&KkQ[C3lo>+@5+Y,+YWKr#l::[YOSmR+40#fC[k4CI#SS/lD`+M.##[#YR#='+
        >?[OD#]=K5K+&'[5TSd(d`BCFI32N3?*[ZHdk2+AN#FSK`W+MgSR(lX+;WRS
        """),
    Sweep(
      "asinh",
      first: [
        (-1.0, 1.0), (-100.0, 100.0), (-1e-307, 1e-307), (-8e+307, 8e+307),
      ],
      places: """
        %cKdUT#/PU;,9s;HY&dRBo;^`&S$`@;Prpl6_/K$6pd3mKCUQ$3VF.d_bC;Fn8#fJpdEY#d[,_[dP4ClT)K56Td]B#
        KI<cKeW[#-n;#+jq;Q:P3@_H[qa#;B&L3UTF#p:n[-ksdbjf3,jpK9_JKPP@3llD[X1C3WMcdIs4;GN`;QibK.2Sl$
        -RCP8i#&GU[ZCFCCo33JRgKCTc#oJD[*#K[9a+;8Qo[&Pf;5m;+7PNKnQ@C]L%[cR,;YYBK]SR[R:s[g#6S@f0CM)k
        Cq<rCd;hdHWCdcK$d$Z>d]j9CYh$3-X8lfA7;8IbCZ(ilQ?&[CdDC;rKKee]+eVYK-aYdYM.lncsd.9^;p:B;VU.ld
        @^SCL#KUS^l/Fm+Moj;C>S;ee;;`P-+&l#[ph^CG:33Epb;`NDKNd8;%=:;I#G#5ih+SLD;7&5S<n%+1QZdO6o[8;n
        KYW3l32I+.j^K`%edqf9dCAq+%+k3/&QSQd$Ci%B[G$e++VnCmfm#R[UCf@K3*X03b/5S=3H#r:5#`eq3fY-;<iT;M
        KTl@UqS+sq+Z-q[bDGCcHn;cHf+;9Y3pH8+&m@C7gUl%Xl#QML;Xbe#F?c+l<WS#.KSr:^S(qbC`V&[YB7+1q[3Dj`
        [CoL#^#/+*N3d(:QCRkVS0[#;Tl,[6gp[nX9#.7V3?GY3=]O+BmiK1*(K@h>[GJSS-<4#a),KW>OdMS@3j_Y3>;0+h
        ;O[J3bCXY#+9*QKEAWKN4a;g#>CeBA+mN%[Ls9+3#X#lD0lJ<'C1C5+<hhCmn^;c.K#:`i[(6Nlm&EKi2&l('=#SnE
        #?3nC5kHKWlYd;#;[(-qdY.?SCk3C[bO[1)Qd2<+;(R=+WYhd-Y3+NMiSKU'+*&O3Tj$CC2al<rGd9K=#.s$lX9=;5
        C&[b3.K.`:['I4[.U^d'jR+4.83Ed1;<nb+jUI+9o/;hclS$NrSW'_d93a[f
        """),
    Sweep(
      "acosh",
      first: [
        (1.0, 1.001), (1.0, 3.0), (1.0, 1000.0), (1.0, 1e+308),
      ],
      places: """
        =BH0FG-1G'8G&?>F?HEGB6'<BB+G*2)>-'@FA.+/-=F+C029C(2<'/=+;C85C'E4?2;1,*D'/HGA@>+I$A@>G#-*2%
        #-4<E6(I9AG;,BDI5)&)$'CCHD)E=2,A'H7/35J%&?3+*9;:5<'-:I+7GB&B2A-+-;$22*3<+&-8<??+&#JCE5D?G5
        /$@+0#/6+IFC)&-G267#>D%>41:.7C05G..H1'6?>,$>,97,4:H6D=D6&AAB/,';&I3*6??<J5;><(82(=%H>362A9
        61EJ?5.2I>I)--F>#FF27*@(901H&H/0G3<I):<>/98,5G@7-*'7F4;4F&'9B239:..*<DEH6C-)-:>EJ#B2(C#5G;
        4)IF&'-H=+J0A<):/%=00:BHFD(C;%:?CH)04IGG/0IEB695:$'9#=&8H*'15*-+A9?%#B8'B?=A3%2I-$<0,C17H<
        ?6HD5F4()?9#@?<>ABD9>6:C;,1'+E$5DD,/@-:#A*'%F94??56+/$),DFG#=?1E;@6/B4E71;>#<C'D2F4=00B37F
        J-D1/>AFA9;08$,BD+%3)6.;*(D5@4A>@;@*H)I(5E3,/C)?#9B2C$65A9,.+E#0#H;DE*@46;9B,0-;A7C%3FDJ*@
        ;:)<@;?D+*B-*B30&.:F;-(%342;F@$B<6I>$1#;<75?@&H&0</;<'80DJE(/)<?D9FD5,)+:4<H./@'9-?*0'6;3J
        $4?;;J(9-(;5/6;8%I-%5G-(D5?$2J0*/E-2F+D$7:;A<C%G,#:1=(:A,6/0/JH/0CI8-:H*4=924$'-5AE@.E;>J9
        .;H3=A=/,(H$A)FH..0(1)<JDB$FHF#524F3IGJ)5>JI4G,1&5'*(8-:8*+$;',>;19<F>%>B>%(4D.3?:-*E(A1'3
        C>$G?14=-;:G9=0B=;@*;(3<F5%9(C$D=5H-#&?#3D0A9#74>$53AJA'&6=D
        """),
    Sweep(
      "atanh",
      first: [
        (-1.0, 1.0), (0.999, 0.99999), (-1e-307, 1e-307),
      ],
      places: """
        :GKq*dDHSe(C%B;&,Cs.#PJ[a:S;B3#+[RB+p2K=(Ks@[`B[e.3pH#c&KC<3n+#_'diI[?Dd%2[g,+I&K()38@dS@;
        i53YASl@#</C,BSd7[.I33A#^4S$B#D93O9;>23Q*;U6dhBd4*Kc=+s6KY&#%.K@0S-G3M+[k5l5<#[=;PIdb++M#;
        BFC]DS4?C`+lI@CA-C9=l]@;O1#e13oH#`&+]C;48lg#lMI#^=+3%Sp1d6F[T@[T@;CJlD%Kk.[ZDdV2+;)#m5Cn'l
        @-CZ/[4'd2CCO6[';+g&dX.#85K%A3i-l`D;F=CsD[(?lMC3o:KE;;n>KTAK.2KbE#q/dM&+Q9Sa0+GE;hB;+:S)>S
        &*S??;^7l^C;1>+X>d2$;g%[l+;N6++,S%/Sp3C@138G[l(lj?KS+#'7#=E#?F#8E[1)K%#C98S8,C94[c8S/)[@JK
        rJ[#H+/)+3C[T;C]9[k'dA4KBI;m7+E7Sd-+4B+&1;39+>-[04[N(So'CSEl<6SC8[H4S$)#H1;I$lk?3];3==[q1d
        aGl:?Kq-[q6d$6[R:;9&#lElI.+5-SI8#/8;i6C,?lU#dM'Kk$;Z)S+13Z'lJ)SD=lP*;R9#l8CX/#[*+=J3O#3:+l
        r6[RD[F)+38+g<CWHKp?S@C#J0l(,+L+[s>C(D+R:3J(3#BS.7[q2+A/K/C#aF3M83C+#lECOI+K7l]03q0KB#+53l
        7'[9BSC)d2D#?DK4,dl0#jGK36Cm/;6CSE,Sg.+#Hl>);82;+3C'?3$HKkESZI;g/l29KS8#JGlK=#K)3&:;5-#mC;
        @.C_-+P;Kd>do-CJ7C5#dQ1+LGK3EKY*[,'lR@+-E+i3+oCKNFlA6[_=SV8+%C#P?[X6C0*SWBlDJ+l;#+-#j$#F&+
        '9[_E#sEK88+/%[&6S[2dl1C'-3?(3&E[pCdr,+J,#1IKp3+P0SQ<lj4;n=S
        """),
    Sweep(
      "erf",
      first: [
        (-1.0, 1.0), (-4.0, 4.0), (0.8, 1.0), (-1e-307, 1e-307),
      ],
      places: """
        Bd/k[Y+$`[32I]<I`)5m#q5S^(9An<GmUN#8s23::U=CKKFpe*?m,0'`V6?+U/0`%k8AN=6]CV.Pk0.^S7C@<P<P2C
        #5?NF[eNA2rB-E[bBM5P@<Y;7`pB?,7n:kU8'm(fC%VR/KZQ5%TOBHS)<^P>;fb3Ge4EG_`N5C`/+1PR5kiT-'C_JC
        4_4X<a*==nBm5.$&V5*BUn,-Ng/p@FG&FUH+U4<=mTEIdM6/_II1poI[c11eM99O]D<RhH*W`sBZ.q3S456Ik-0m#m
        Bj>r,S:Z9/mC$KfH1&q8Fol-GWT35IhDBj:9$G)_/]3M@b9/8:V)A&ck1jVZ.pKY.5^q0dSB*ORe/?;Q0mCB3]R>CM
        'Q;/h1DU^U@JDL2`phE,If2MM4IoeJ#4Z#(qON%F;78<gXCn_=.Yo:79'F0'GFA$`k.L]%?B=GI@TCC,khEV3k$/9l
        #noA>5-+:*bq@R?kIk]-=6-hH2JY9/,p$RO.8h-<4G0b39rW#ho`.nadGRFl0#e?Hm((/$5?&cH(F`RU)Qq8/0jMJV
        j_J7^YB,Po&l6g;`5@EP%T>P#Q/70N([6=9#d#+5rp:Aek3WjS4^`N0D#dGN(l?5.[&d+L41seHMeJ+cE3HBNj-8gn
        =7bX+OH>@-dAA-7p1XfdG5d#7Nc$D,LT(Wc*3,0s.*6k,EWZI%SOF/.(G%^/;>2gI9.,6OD60i+WG`XDAOSY4FE=A]
        JYDI1lClk2J2.R=#1f1m#W@l-H.b/7CR^26mOG*1+r(R&8HEH8?)2J=IgQ4`Sa6d1m)HiN$&(eH[E)=dA.E98+8pa$
        II4N:CjH0SVb*89+E2;L#b?I#0V+2b`i<D2b-=(F4)b.%a^c,%sBIheR*epCF:'Z#Xk47G%]2&jE4DQ1I6r$=i'.&$
        @1+^E.=DX4D4A'./`M0?]gH&'I7GO#@EamISkIE9LF7R_aA&[q&PFf=/2Q+W
        """),
    Sweep(
      "erfc",
      first: [
        (-1.0, 1.0), (-4.0, 4.0), (4.0, 27.0),
      ],
      places: """
        =/(3$#3$6J/:/+0F,@@C*G2'=#A(<.#A4/I*182E-38F%I6B00B-6*2<;:@J<IHG87/#?7B/$<=2;,93D0D2C9=A*%
        @>?7;&09HA7+;78)#E29'FACH.8$0-,H33D.$</./?<'';@1>)(<C*5G$.52/CJ-192:.(85:F6=2G9&*9&C9IEGA8
        <-E?8E#D8@5-><,*B>10C;.$2D3#/-@F;%-(HC&#5*)G3C#D@?B06I5A.:F-8-,D(-@6GFJ@6#BC3?<'#$F;/-+1>,
        I1(&23%>?0':'0-8B><'(,C);12-G&1D#%E9:)6C2>G8E67..I3*,J#3(+#@D?1%5(+5E--56+:#:G/&J=/=CA(7AH
        B&?*&FF1D,0.H$C2)4-;5G4,$F/-3,65AGA?98HG/*H5;&*HAFG-JG.A78(E4+JC,7B0&?'6HC@D<32/*D%<4G-C.=
        6:&G/C,B9+51DC5>,9+*8-354-)32,75,8:<.842D=F..H*F>/3F9G:/,35&76D:'*I%I+3$,'-A$?;<1*C&6B$0$6
        2AG,?$EF@2;4-D1A:J63G-8#+&J:@G+A?<@,,D,;8/8>E/%(F;CF67@-JD.+.3JG+$7?9#.'#/?6#D82;FE&2F4+2I
        -?5/*8%H'FJ+A@;0*A0/1?*8J1G-4I1((+$E.4;*7%,/&.++?$8@716<)97-(I*6*C<AJ-%F84H1;-91.3;81E<0I;
        />38<,;JC1ID%:(F2(DG*;7+/C*80D35DI+693E8.G2A>03*2I%HJ3I7%?.C'B@0C<3C-#6>8C-%I.$:'83A,/*8#9
        <D/8J*H<8#B$2;3,=GGE'(@E%,%*I$A$G=EA'3&#&J,%=7'43G@$-;D',J/AG/@6+-32G?J.2$>977$@5HB0>*<GJ#
        A?3+>#E4(009@>07(.7@ED'4@?H(J8A938$#,4963A5$='DA+68G#;#.I,&8
        """),
    Sweep(
      "pow",
      first: [
        (0.1, 10.0), (0.9, 1.1), (0.0, 1e-307),
      ],
      second: [
        (-30.0, 30.0), (-300.0, 300.0), (-0.9, 0.9),
      ],
      places: """
        $G%C4*/D6;E4:''2:J:<@%I)2$.8'>E$2#D93(I-?=#DGE1:7#=?I6J++*,I6(9&%5FEECBE8.-4<I$H*B0</3*#7)
        G3*8&98B0,2F%IAB6F$<1#3;-C,;1H*J)E;$6/1(=1'6=&B*1%=25*7)98F1$??-<H*=A?-0G$E6*E?65+9J54D=:J
        2(.2%%+@D80GHDE065,?<)$#J%H'>0$(+%(1HFDBFEJ&EIC7E.H?59-%1;'I6,GJ@=?3B6$5*7CD/,)B-.6-2F*AD*
        B0D.:C3,G=5'6;C*J3FDJ)3)D)&0D-B)=<DGCIG6(,=1A6C=HI,6C2*,</0((.*JH)%*BD>;3994EG&$5($B9.+;@3
        99*$/B9DGA8:.6AD>>#2>672/J:#.H+@D@,A:7+J81&DF(357C>*9#2F3A@%%6B2;879B.B/J-(*E@-(#,C6#2F0/C
        4,)$,G+4><D8;?F93:E/C8)-I2<$DH))I)F3D'HE'FD)';&826%:+$<3-68G@1HH(*0I&)6E#5I=#<9$3F+&,)FG,3
        6E5?/&A372AF0DFCHA$(6>*J-(6<((91B4HJF@55#@39EG=(=C1D)9/5;7=8(3E#,&;:%J48EBG$2(+?AGHJ+C*5>#
        H#30,0C/62%$IJ9BCF>+E3:,+8F.3,3*1(09<9E%B(&.I+4H,>0-$069AD>9G@A-*E3@(1?&'01G472'(B62E@-J36
        -I>)C,.47&J6ID?<9>(;-IE9@70--=HEB@(85)9/,<0>B+H+E)+D*B$&*483#&27I:%F+8>*+G1/@.A3385CF)?@=>
        (%+%FE948@;IG163J>I><8A+.DE*#8+HD7J<&00?*,I<?))=:;'814$AEJ)F+F?H>16-;)699*02G>2+8>$&D0-02>
        $:87G:3%$;+357C<?D>?,-893#>II(@662,J8*J/),H'.H&+:9(.''*%1=)'
        """),
    Sweep(
      "atan2",
      first: [
        (-1.0, 1.0), (-10.0, 10.0), (-0.001, 0.001),
      ],
      second: [
        (-1.0, 1.0), (-1.0, 1.0), (-10.0, 10.0),
      ],
      places: """
        HaLmLP#.`V&.;b':o@]qCX*TbBPDf18fRTo.Y>Q;AXd*SW0Q^#$g%EslM&>@cB'fGSKIn.nM9qoQT%<W^HM<CLXL9D
        `<(kYW[WC(m)+7aY,LDs0IRCa^r?4%-p&KqABe+sU,llMqLN*;``a&_=fej'3ndFnU+6.PeXPFg<&3ScArprYJGPdC
        IeAf.P%6HZrZ:6-9s5,$NiaCfm.Y0'NEFKMDe26.dOU4jl@6ZJ7>NicYM8/bh2fgTH>pf2NX]cQr@WYnB6R8o=2m#]
        =SIM.MHNf.hDmVe7s5r3OcW<9X_>'=c&]Q-5=0+j;i)LVm):]1d$&0W_e[Pa.^rKn@QoVfc1qeVge?+Q@X72'fQ%p]
        Jqn5`Jqk[nN?>NA_fn)2GdGla1/YoC;Di2gffV)-CA>;cO-qTEPXdB5A*'*D@)B#Vb:qTDD#0B^2c141ofeq8mh=<L
        Yoq@aD12%AmlPK@]WdX6X0<K,+8Q61IhPOf'DP3FV#DZ.Gh^5jio+Zha*p/L'Gl0?TF;k:0I:^.G'LUd4^L2A4XQBR
        [Rj%qgLGsM-^.]YQ6G3d&UFY9o=CC]0k@*5.h5F@Las4eZ-rmSJWX['&3K/`-Td61QgM=bpApd=a[/LW@.7?Ua6GYV
        ]:hM#T;J9+m(RJ?q>hsMX;eIBlgEq1krWjg8%C%K.6ATG&XO1'eeZJ8*eIN.n/EsU<-2#W@=gkCNcKX=*lpp1B7A,]
        5QfH'S-[]$.6#esC2rXd>b#bDI*_G.2gg2qXn3A@2h:Y(=YE)-$>=2>@j^JhldIsBW%Arig5/PYR).lcB.KE/43Pr*
        6<+h>;aGTblie<1&Q>'TVn>2[/S>)ne]LB'Mg=?@41N''VdiZ&K%HYXZgfdI*0De:ZK>$1)XS6XDe@fC$/YDn[AJ:;
        ):o]6&SDrFX5A?Z4UPb*j[8IE&#?VD>H[^Alf?)?]:I[jZ[(Z[bY2c]>5g^W
        """),
    Sweep(
      "fmod",
      first: [
        (-10.0, 10.0), (-1000000.0, 1000000.0), (-8e+307, 8e+307),
      ],
      second: [
        (-1.0, 1.0), (-1.0, 1.0), (-0.001, 0.001),
      ],
      places: """
        3Kldl[+#l[##;d##l#dl+[#[d#[C[;+lSKK3l#dC+d[#ld+S[C+[;3SKl3C;K#CSCdK;S;Sl3[Sll++KdC[#;dddC;
        S##lllld+3S;C;[d3SCS#;S;lSdC3;+K#S[+#S;KS3lSS[l[##SKK+KC[SSC+SK3d[;3+dlSd3KC;#K[;lSKdC;[S+
        3[#[;l;3#ldd+++3l3;3ldKClKCK33d#+KS3[;3;KdK+[[;;[++CKKd[[;#[K;lKK#Cd[+dd[[Sl#KSK#;[#lC3lCS
        ;d#S3d3SS;[+[Sl;[#S+ll[CClS3C+SCKS;+C#CK#SClS[3#d;S+C#ll[lKd+Kll[3KSK[d3lSSld#+S+K;;;d[3l[
        #Kd;S;lKKS[+#S3[lK#+3dC[[+#Sd;C#d;SSlS++;C##[l;lK+[[l;+C++;3#33#ll;ld;3#++d+KC++SddS3dl33d
        KSl#d#+;3C[SKSCK[ld#S#+K;++d;CCKdSS+#l##K;+l##ld+lKd3dS[#l3[33d##[C+[#+C#d##C[Kd;KdC#+S[3l
        Sd[#llSCKd;K;SKl++3d3KCl3[3;;l+l3;;+K;C#dKK#SKC[Sd#[SK+;#[;[#dd3;KSS+lKClK3SS3[l+;#+lS#CdS
        l#ld+[#;C#SCS3;K+KdS[;KC;[l#d+dlddK++C#d;C3S+;dKC#SdKC+CdC[Cl3CKS+##+K;+[[;[lKKC+S[S;++#C[
        ;[SCC[+ll;#++Sl;C[Sd+[3K;C;S+++ll+dSl;;;3d#KCClCCC3#;;;#K[CSSS3[#K#3S[SC#l[l+#KK++l++##lK#
        ++;l33S;[[l[d;C#[CC[dS;#l+[3+lKlS3+KK;3#C+d;;SKSK;S;3SKd[Sl#+#3S3ld#+;3S[#[;SCl+;#S+SlC#C3
        C3[S;3[+l+l+3;[#SKd;dKC+#;+#[3;3ddC[S+#;[;+SlSl;l[Sd+lKC;l[K
        """),
  ]
}
