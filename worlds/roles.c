#include "worlds/words.h"

#include "base/mem.h"

/* clang-format off */
const struct skill skills[] = {
	{ "machine-learning", { "machine learning", "maschinelles Lernen", "apprentissage automatique", "aprendizaje automático", "aprendizado de máquina", "机器学习", "機械学習" }, CLASSIC | RESEARCH | VISION, 10, 0.00 },
	{ "deep-learning", { "deep learning", NULL, "apprentissage profond", "aprendizaje profundo", NULL, "深度学习", "深層学習" }, VISION | RESEARCH | LANGUAGE_MODELS, 6, -0.05 },
	{ "large-language-models", { "large language models", NULL, "grands modèles de langage", "grandes modelos de lenguaje", NULL, "大语言模型", "大規模言語モデル" }, LANGUAGE_MODELS | RESEARCH, 9, 0.35 },
	{ "generative-ai", { "generative AI", "generative KI", "IA générative", "IA generativa", "IA generativa", "生成式人工智能", "生成AI" }, LANGUAGE_MODELS, 7, 0.40 },
	{ "retrieval-augmented-generation", { "retrieval-augmented generation", NULL, NULL, NULL, NULL, NULL, NULL }, LANGUAGE_MODELS, 5, 0.55 },
	{ "ai-agents", { "AI agents", "KI-Agenten", "agents IA", "agentes de IA", "agentes de IA", "AI智能体", "AIエージェント" }, LANGUAGE_MODELS, 3, 0.90 },
	{ "prompt-engineering", { "prompt engineering", NULL, NULL, NULL, NULL, NULL, NULL }, LANGUAGE_MODELS, 4, -0.15 },
	{ "fine-tuning", { "fine-tuning of language models", NULL, NULL, NULL, NULL, NULL, NULL }, LANGUAGE_MODELS | RESEARCH, 4, 0.15 },
	{ "langchain", { "LangChain" }, LANGUAGE_MODELS, 4, 0.10 },
	{ "hugging-face", { "Hugging Face" }, LANGUAGE_MODELS | RESEARCH, 3, 0.10 },
	{ "vector-databases", { "vector databases", "Vektordatenbanken", "bases de données vectorielles", "bases de datos vectoriales", "bancos de dados vetoriais", "向量数据库", "ベクトルデータベース" }, LANGUAGE_MODELS | PLATFORM, 3, 0.30 },
	{ "natural-language-processing", { "natural language processing", NULL, "traitement automatique du langage naturel", "procesamiento del lenguaje natural", "processamento de linguagem natural", "自然语言处理", "自然言語処理" }, LANGUAGE_MODELS | RESEARCH, 5, -0.05 },
	{ "computer-vision", { "computer vision", NULL, "vision par ordinateur", "visión por computador", "visão computacional", "计算机视觉", "コンピュータビジョン" }, VISION | RESEARCH, 9, 0.02 },
	{ "object-detection", { "object detection", "Objekterkennung", "détection d'objets", "detección de objetos", "detecção de objetos", "目标检测", "物体検出" }, VISION, 4, 0.00 },
	{ "opencv", { "OpenCV" }, VISION, 4, -0.05 },
	{ "pytorch", { "PyTorch" }, VISION | RESEARCH | LANGUAGE_MODELS | CLASSIC, 11, 0.12 },
	{ "tensorflow", { "TensorFlow" }, VISION | CLASSIC | RESEARCH, 6, -0.18 },
	{ "scikit-learn", { "scikit-learn" }, CLASSIC, 6, -0.05 },
	{ "xgboost", { "XGBoost" }, CLASSIC, 3, -0.05 },
	{ "recommender-systems", { "recommender systems", "Empfehlungssysteme", "systèmes de recommandation", "sistemas de recomendación", "sistemas de recomendação", "推荐系统", "推薦システム" }, CLASSIC, 4, 0.03 },
	{ "time-series-forecasting", { "time series forecasting", NULL, NULL, NULL, NULL, NULL, NULL }, CLASSIC, 3, 0.00 },
	{ "reinforcement-learning", { "reinforcement learning", NULL, "apprentissage par renforcement", "aprendizaje por refuerzo", "aprendizado por reforço", "强化学习", "強化学習" }, RESEARCH, 5, 0.20 },
	{ "speech-recognition", { "speech recognition", "Spracherkennung", "reconnaissance vocale", "reconocimiento de voz", "reconhecimento de fala", "语音识别", "音声認識" }, RESEARCH, 2, 0.02 },
	{ "mlops", { "MLOps" }, PLATFORM | CLASSIC, 8, 0.18 },
	{ "mlflow", { "MLflow" }, PLATFORM, 5, 0.08 },
	{ "kubeflow", { "Kubeflow" }, PLATFORM, 4, -0.08 },
	{ "amazon-sagemaker", { "Amazon SageMaker" }, PLATFORM | CLASSIC, 3, 0.00 },
	{ "cuda", { "CUDA" }, PLATFORM | RESEARCH | VISION, 3, 0.15 },
};
const size_t n_skills = ARRAY_LEN(skills);

const struct role roles[] = {
	{ { "Machine Learning Engineer", "Machine Learning Engineer (m/w/d)", "Ingénieur Machine Learning (H/F)", "Ingeniero/a de Machine Learning", "Engenheiro(a) de Machine Learning", "机器学习工程师", "機械学習エンジニア" }, "Engineering", CLASSIC | VISION, 10, 0.10 },
	{ { "AI Engineer", "KI-Entwickler (m/w/d)", "Ingénieur IA (H/F)", "Ingeniero/a de IA", "Engenheiro(a) de IA", "人工智能工程师", "AIエンジニア" }, "Engineering", LANGUAGE_MODELS, 9, 0.30 },
	{ { "Senior Data Scientist", "Senior Data Scientist (m/w/d)", "Data Scientist Senior (H/F)", "Científico/a de Datos Senior", "Cientista de Dados Sênior", "高级数据科学家", "シニアデータサイエンティスト" }, "Data", CLASSIC, 8, -0.05 },
	{ { "Computer Vision Engineer", "Computer Vision Engineer (m/w/d)", "Ingénieur Vision par Ordinateur (H/F)", NULL, NULL, "计算机视觉工程师", "コンピュータビジョンエンジニア" }, "Engineering", VISION, 4, 0.02 },
	{ { "NLP Engineer", "NLP Engineer (m/w/d)", "Ingénieur NLP (H/F)", NULL, NULL, "自然语言处理工程师", NULL }, "Engineering", LANGUAGE_MODELS, 4, 0.00 },
	{ { "MLOps Engineer", "MLOps Engineer (m/w/d)", "Ingénieur MLOps (H/F)", NULL, NULL, NULL, NULL }, "Platform", PLATFORM, 5, 0.18 },
	{ { "Research Scientist, Machine Learning", "Wissenschaftler Maschinelles Lernen (m/w/d)", "Chercheur en apprentissage automatique (H/F)", NULL, NULL, "机器学习研究员", "機械学習リサーチサイエンティスト" }, "Research", RESEARCH, 4, 0.05 },
	{ { "Software Engineer, Generative AI", "Softwareentwickler Generative KI (m/w/d)", "Ingénieur logiciel IA générative (H/F)", NULL, NULL, "生成式AI工程师", "生成AIエンジニア" }, "Engineering", LANGUAGE_MODELS, 4, 0.45 },
	{ { "AI Product Manager", "Produktmanager KI (m/w/d)", "Chef de produit IA (H/F)", "Product Manager de IA", "Gerente de Produto de IA", "AI产品经理", "AIプロダクトマネージャー" }, "Product", LANGUAGE_MODELS, 3, 0.35 },
	{ { "Backend Engineer", "Backend-Entwickler (m/w/d)", "Développeur Backend (H/F)", "Desarrollador/a Backend", "Desenvolvedor(a) Backend", "后端工程师", "バックエンドエンジニア" }, "Engineering", 0, 22, -0.06 },
	{ { "Frontend Developer", "Frontend-Entwickler (m/w/d)", "Développeur Frontend (H/F)", "Desarrollador/a Frontend", "Desenvolvedor(a) Frontend", "前端工程师", "フロントエンドエンジニア" }, "Engineering", 0, 14, -0.08 },
	{ { "Account Executive", "Vertriebsmitarbeiter (m/w/d)", "Ingénieur commercial (H/F)", "Ejecutivo/a de Cuentas", "Executivo(a) de Contas", "客户经理", "営業担当" }, "Sales", 0, 18, 0.00 },
	{ { "Financial Controller", "Finanzcontroller (m/w/d)", "Contrôleur de gestion (H/F)", "Controller Financiero", "Controller Financeiro", "财务主管", "経理担当" }, "Finance", 0, 10, 0.02 },
	{ { "Registered Nurse", "Pflegefachkraft (m/w/d)", "Infirmier diplômé (H/F)", "Enfermero/a", "Enfermeiro(a)", "注册护士", "看護師" }, "Care", 0, 10, 0.04 },
	{ { "Warehouse Operative", "Lagermitarbeiter (m/w/d)", "Agent logistique (H/F)", "Mozo/a de Almacén", "Operador(a) de Armazém", "仓库管理员", "倉庫スタッフ" }, "Operations", 0, 12, -0.02 },
	{ { "People Partner", "Personalreferent (m/w/d)", "Chargé de recrutement (H/F)", "Especialista en Recursos Humanos", "Analista de Recursos Humanos", "人力资源专员", "人事担当" }, "People", 0, 8, -0.03 },
};
/* clang-format on */
const size_t n_roles = ARRAY_LEN(roles);
